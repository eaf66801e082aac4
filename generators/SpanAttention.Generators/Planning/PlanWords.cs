using System.Globalization;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>The plan in words, as the remarks of the emitted members show it.</summary>
internal static class PlanWords
{
    public static IEnumerable<string> Of(DeclaredPlan plan) => plan switch
    {
        AttentionPlan { Additive: { } additive } attention => OfAdditive(attention, additive),
        AttentionPlan attention => OfProducts(attention),
        PerceptronPlan perceptron => OfPerceptron(perceptron),
        BlockPlan block => OfBlock(block),
        _ => [],
    };

    private static IEnumerable<string> OfBlock(BlockPlan plan) =>
    [
        .. OfPart("Attention", OfProducts(plan.Attention)),
        .. plan.CrossAttention is { } cross ? OfPart("Cross-attention", OfProducts(cross)) : [],
        .. OfPart("Feed-forward", OfPerceptron(plan.FeedForward)),
        .. plan.Spec.Learns ? ["Backward: the last part first, in place on the gradient of the stream; a tape a part, and one of what the norms were given."] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> OfPart(string part, IEnumerable<string> lines) => lines.Select(line => $"{part}: {line}");

    private static IEnumerable<string> OfPerceptron(PerceptronPlan plan)
    {
        PerceptronSpec spec = plan.Spec;
        string hidden = spec.HasHidden ? $", {Number(spec.HiddenDim)} hidden{(spec.Gated ? ", gated" : "")}" : "";
        yield return $"{Number(spec.InputDim)} inputs{hidden}, {Number(spec.OutputDim)} outputs; any number of tokens.";
        string units = plan.UnitChunk is { } chunk ? $"; {chunk.Size} {chunk.Words}" : "";
        yield return $"Tokens in blocks of {plan.TokenBlock}, which share one reading of the weights{units}.";
        yield return Projections(plan);
        if (plan.Backward is not null)
        {
            yield return WeightGradients(plan);
        }

        yield return "Workspace: of the calling thread, the same for any number of tokens; 0 bytes allocated once it is there.";
    }

    private static string WeightGradientTile(VectorWidth width) => $"{WeightGradientPlan.Tiles(width)[0].Columns} × {WeightGradientPlan.Tiles(width)[0].Vectors} at {width.Bits} bits";

    private static string Projections(DeclaredPlan plan) =>
        $"Projections: register tiles of tokens × vectors of outputs, {string.Join(", ", plan.Tiles.Select(static tile => Projection(tile.Width)))}{Stored(plan)}.";

    private static string Stored(DeclaredPlan plan) => plan.Packed.FirstOrDefault(static tensor => tensor.Inputs > 0)?.Element switch
    {
        { IsScaled: true } element => $"; weights are Int8, {element.Shared} inputs of an output share a scale",
        { IsShort: true } => "; weights are BFloat16",
        _ => "",
    };

    private static IEnumerable<string> OfProducts(AttentionPlan plan)
    {
        yield return Shape(plan.Spec);
        if (OptionWords.Of(plan.Spec) is { Length: > 0 } options)
        {
            yield return options;
        }

        if (plan.Tiny is { } tiny)
        {
            yield return Tiny(plan, tiny);
        }

        if (plan.Decode is { } decode)
        {
            yield return Shared(plan, decode);
        }

        if (plan.AttendsBlocks)
        {
            yield return Blocks(plan);
            string contexts = plan.ContextsInRows ? $"; rows × vectors of value dimensions: {RegisterTiles(plan, static tile => tile.Contexts)}" : "";
            yield return $"Register tiles, keys × vectors of rows: {RegisterTiles(plan, tile => plan.Grouping == Grouping.Always ? tile.Group : tile.Block)}{contexts}.";
        }

        if (plan.Spec.Kind == DeclarationKind.Attention)
        {
            yield return Threads(plan);
        }

        if (plan.Projection is not null)
        {
            yield return Projections(plan);
        }

        if (plan.ValueChunks is not null)
        {
            yield return $"The head is too wide for scratch: {plan.QueryChunk} query and {plan.ValueChunk} value dimensions at a time, which costs a pass over the keys for every {plan.ValueChunk} value dimensions.";
        }
        else if (plan.QueryChunks is not null)
        {
            yield return $"The head is too wide for scratch: {plan.QueryChunk} query dimensions at a time, transposed into lanes again for every tile of keys.";
        }

        if (plan.Backward is { } backward)
        {
            yield return Backward(backward);
        }

        if (plan.LayerBackward is { } layer)
        {
            yield return Backward(layer.Heads.Backward!);
            yield return WeightGradients(plan);
        }

        if (plan.SelfBackward is { } self)
        {
            yield return Backward(self);
        }

        if (plan.State is not null)
        {
            yield return $"Running state: parts of the keys in the same tiles, each row from where the part before left it; {Number(plan.State.StackBytes)} bytes of stack.";
        }

        yield return Scratch(plan);
    }

    private static string WeightGradients(DeclaredPlan plan) =>
        $"Backward: gradients go back through the same register tiles, over weights that are stored the other way round; those of weights are summed {BackwardPlan.RowFold} tokens at a time, in blocks of {WeightGradientPlan.TokenBlock}, rows × vectors of elements: {string.Join(", ", plan.Tiles.Select(static tile => WeightGradientTile(tile.Width)))}.";

    private static string Backward(BackwardPlan plan)
    {
        string chunks = plan.Attention is { QueryChunks: null, ValueChunks: null } ? "" : $", products in parts of {plan.Attention.QueryChunk} query and {plan.Attention.ValueChunk} value dimensions";
        string tiles = string.Join(", ", plan.Tiles.Select(tile => Gradient(GradientSlice.Of(tile.Width, plan.Attention.Spec.HeadDim)[0], tile.Width)));
        return $"Backward: query rows in blocks of {plan.Attention.QueryBlock}, weights computed again from logSumExp{chunks}; gradients are summed where they go, rows × vectors of dimensions: {tiles}; {Number(plan.StackBytes)} bytes of stack.";
    }

    private static string Gradient(GradientSlice slice, VectorWidth width) => $"{slice.Shape.Columns} × {slice.Shape.Vectors} at {width.Bits} bits";

    private static string Scratch(AttentionPlan plan) =>
        $"Scratch{(plan.Tiny is null ? "" : " elsewhere")}: {Number(plan.ForwardStackBytes)} bytes of stack{(plan.Facts.AllowUnsafe ? "" : ", cleared by the runtime at every call unless the project allows unsafe blocks")}; {Allocation(plan.Spec)}.";

    private static string Allocation(AttentionSpec spec) =>
        spec.Layer is null ? "nothing is allocated" : "WorkspaceBytes of the thread's AttentionScratch, which allocates only where it has to grow";

    private static string AdditiveShape(AttentionSpec spec)
    {
        string mask = spec.MaskAxes switch
        {
            PairAxes.None => "",
            PairAxes.Keys => ", masked by key",
            _ => ", masked by query and key",
        };
        return $"Additive, of {Dims(spec)}{(spec.Additive!.HasScale ? ", with weights of the score" : "")}; {Tokens(spec.QueryLength)} query and {Tokens(spec.KeyLength)} key tokens{mask}.";
    }

    private static IEnumerable<string> OfAdditive(AttentionPlan plan, AdditivePlan additive)
    {
        yield return AdditiveShape(plan.Spec);
        string chunks = additive.KeyChunk < plan.Spec.HeadDim ? $", {additive.KeyChunk} of its dimensions at a time" : "";
        yield return $"Keys in tiles of {AttentionPlan.KeyTile}, each key a vector lane; a tile is transposed once for {additive.QueryBlock} query rows{chunks}. What costs is a tangent a pair and dimension.";
        if (plan.AdditiveBackward is { } backward)
        {
            yield return Backward(backward);
        }

        yield return Scratch(plan);
    }

    private static string Backward(SelfBackwardPlan plan) =>
        $"Backward: query rows in blocks of {plan.QueryBlock}, three times over the keys: sums, then what each row takes back, then gradients, in the rows where they go; {Number(plan.StackBytes)} bytes of stack.";

    private static string Backward(AdditiveBackwardPlan plan) =>
        $"Backward: query rows in blocks of {plan.QueryBlock}, weights computed again from logSumExp, and every tangent once more, with head dimensions in lanes; {Number(plan.StackBytes)} bytes of stack.";

    private static string Blocks(AttentionPlan plan)
    {
        string keys = plan.SingleTile ? $"all {plan.Spec.KeyLength} keys are one tile" : $"keys in tiles of {AttentionPlan.KeyTile}, normalized in one pass";
        string beyond = plan.SingleTile ? "" : $"tiles beyond the {(plan.Spec.Causal ? "causal edge" : "right window")} are skipped, and at the edge ";
        string edge = plan.Spec.HasEdge ? $"; {beyond}16 rows at a time go as far as they see" : "";
        string left = plan.Spec.LeftWindow is null || plan.SingleTile ? "" : "; tiles before the left window of a block are skipped";
        string rows = plan.Tiny is not null ? "Elsewhere query" : plan.Decode is not null ? "More query" : "Query";
        return $"{rows} rows in blocks of {plan.QueryBlock}, each row a vector lane; {keys}{edge}{left}.";
    }

    private static string RegisterTiles(AttentionPlan plan, Func<TilePlan, TileShape> shape) =>
        string.Join(", ", plan.Tiles.Select(tile => $"{shape(tile).Columns} × {shape(tile).Vectors} at {tile.Width.Bits} bits"));

    private static string Projection(VectorWidth width)
    {
        int rows = ProjectionPlan.FullRows(width);
        return $"{rows} × {ProjectionPlan.VectorsBeside(width, rows)} at {width.Bits} bits";
    }

    private static string Shared(AttentionPlan plan, DecodePlan decode)
    {
        string few = decode.Queries == 1 ? "One query row" : $"Up to {decode.Queries} query rows";
        string heads = decode.Rows > decode.Queries ? $", for all {decode.Rows / decode.Queries} heads that share them" : "";
        string order = decode.Keys == SharedKeys.AlongHeadDim ? "; scores are summed in lanes along the head dimension, as reading is what one query costs" : "";
        string ahead = decode.AsksForKeys ? "; the next tile's keys are asked for while values are summed" : "";
        return $"{few}: keys and values are read once{heads}, in tiles of {AttentionPlan.KeyTile}{ahead}{order}.";
    }

    private static string Threads(AttentionPlan plan) => plan.Parallel is { } parallel
        ? $"ForwardParallel: a thread for every {(plan.AttendsBlocks ? Number(parallel.WorkerFlops) : Number(parallel.SharedWorkerFlops))} operations of a call, from twice as many on; no more threads than processors and blocks."
        : "ForwardParallel is Forward: the work is too little for a second thread.";

    private static string Shape(AttentionSpec spec)
    {
        string heads = spec.Heads == 1 ? $"One head of {Dims(spec)}" : $"{spec.Heads} heads of {Dims(spec)}";
        string shared = spec.KeyValueHeads == spec.Heads ? "" : $", {spec.KeyValueHeads} key/value heads, each shared by {spec.Heads / spec.KeyValueHeads}";
        return $"{heads}{shared}; {Tokens(spec.QueryLength)} query and {Tokens(spec.KeyLength)} key tokens{(spec.Causal ? ", causal" : "")}.";
    }

    private static string Tiny(AttentionPlan plan, TinyPlan tiny)
    {
        string counted = plan.Spec.Kind == DeclarationKind.Attention ? " without keyCount and logSumExp" : "";
        return $"Forward{counted} is tiny: the scores of a head are {tiny.Products} multiply-adds, less work than loops over tiles would be. A straight line instead, every row a lane of {Vectors(tiny)}, without scratch.";
    }

    private static string Vectors(TinyPlan tiny) => string.Join(" or ", tiny.Widths.Select(width => tiny.Of(width).Count() == 1 ? $"one vector of {width.Bits} bits" : $"{tiny.Of(width).Count()} vectors of {width.Bits}"));

    private static string Dims(AttentionSpec spec) => spec.HeadDim == spec.ValueDim ? $"{spec.HeadDim}" : $"{spec.HeadDim} (values {spec.ValueDim})";

    private static string Tokens(int length) => length == 0 ? "any number of" : Number(length);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
