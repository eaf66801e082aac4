using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>
/// Small mistakes put into emitted code and the steps that it calls, one at a time: the comparison with the scalar reference notices every one in every vector width that has it, whatever the machine has.
/// None may write outside its operands, which would end the test run.
/// </summary>
public sealed class SabotageTests
{
    private const int QueryLength = 70;
    private const int KeyLength = 131; // odd, so that every width has keys left over
    private const int TinyLength = 6;
    private const int WideTokens = 15; // several register tiles at every width
    private const int Seed = 20240229;

    // Several, as a few rows have room for poison in few places.
    private static readonly int[] TinySeeds = [.. Enumerable.Range(Seed, 8)];

    private static readonly AttentionDeclaration Attention = new(
        new AttentionShape { HeadDim = 5, ValueDim = 7, Heads = 4, KeyValueHeads = 2, Causal = true }, QueryLength, KeyLength);

    // Contexts in rows: value dimensions fill vectors, one of 512 bits in the masked ones, two here.
    private static readonly AttentionDeclaration InRows = new(new AttentionShape { HeadDim = 3, ValueDim = 32, Heads = 2, KeyValueHeads = 1, Causal = true });

    private static readonly AttentionDeclaration MaskedInRows = new(
        new AttentionShape { HeadDim = 2, ValueDim = 16, LeftWindow = 40, Mask = AttentionMask.QueryKeys }, QueryLength, KeyLength);

    // Keys that come part by part: many rows, and few.
    private static readonly AttentionDeclaration Carried = new(new AttentionShape { HeadDim = 3, ValueDim = 32, Heads = 2, KeyValueHeads = 1, Causal = true, Sinks = true, State = true });

    private static readonly LayerDeclaration Layer = new() { InputDim = 5, OutputDim = 6, HeadDim = 3, Heads = 2, Causal = true, QueryKeyValueBias = true, Rotary = RotaryLayout.HalfSplit, RotaryDim = 2, RotaryPositions = RotaryPositions.Given, QkNorm = QkNorm.HeadLayerNorm, OutputGate = true };

    // Panels of 64 outputs and a group left over, inputs in two blocks.
    private static readonly LayerDeclaration Wide = new() { InputDim = 130, OutputDim = 80, HeadDim = 16, Heads = 4, Causal = true, Rotary = RotaryLayout.HalfSplit, RotaryPositions = RotaryPositions.Rows, QkNorm = QkNorm.Projection };

    // A ring of 128 tokens, of which KeyLength come in chunks.
    private static readonly LayerDeclaration Ring = new()
    {
        InputDim = 3, OutputDim = 4, HeadDim = 4, Heads = 2, KeyValueHeads = 1, Causal = true, LeftWindow = 50, SoftCap = 20, Mask = AttentionMask.QueryKeys, Bias = AttentionBias.HeadQueryKeys,
        Alibi = true, Sinks = true, Rotary = RotaryLayout.HalfSplit, QkNorm = QkNorm.Head, ContextLength = 1,
        CacheElement = CacheElement.Half,
    };

    private static readonly int[] RingChunks = [70, 1, 40, 2, 64, 23];

    private static readonly AttentionDeclaration Tiny = new(new AttentionShape { HeadDim = 3, ValueDim = 2, Heads = 4, KeyValueHeads = 2, Causal = true }, TinyLength, TinyLength);

    private static readonly DeclarationSet Set = NewSet();
    private static readonly Lazy<DeclarationCompiler> Compiler = new(static () => new DeclarationCompiler(Set.Sources));
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Sources = new(static () => PrimitiveSources.Beside(Compiler.Value.EmittedSources));

    [Fact]
    public void Without_a_mistake_there_is_no_difference()
    {
        Assembly unchanged = Compiler.Value.Load(VectorChoice.LeaveOpen(Sources.Value));

        Assert.All(VectorChoice.Widths, width => Assert.Null(FirstDifference(unchanged, width)));
    }

    /// <param name="mistake">What is wrong.</param>
    /// <param name="step">The step that has it.</param>
    /// <param name="change">What stood there, and what does now.</param>
    /// <param name="widths">Bits of the vectors whose steps can have it; all where none is said.</param>
    [Theory]
    [InlineData("another scale", "ScaleLog2E", "ScaleLog2E = … → ScaleLog2E = 0.6f")]
    [InlineData("mask hides a row's own position", "Lanes.Hidden", "Lanes.Hide(sum, distance, limit) → Lanes.Hide(sum, distance + 1, limit)")]
    [InlineData("mask starts one key late", "ScoreStages.HideLaterKeys", "edge + row + 1 → edge + row + 2")]
    [InlineData("a row sees one key less", "KeySoftmax.Next", "edge + (row / heads) + 1 → edge + (row / heads)")]
    [InlineData("a group's last key is left out", "ContextGroups", "Math.Clamp(position + row + …, 0, keys) → Math.Clamp(position + row + … - 1, 0, keys)")]
    [InlineData("a group's weights end a key early", "RowSoftmax.Seen", "edge + (row & -RowGroup) + RowGroup → edge + (row & -RowGroup) + RowGroup - 1")]
    [InlineData("tiles at the edge are taken for full ones", "AttendBlock", "tile + keys - 1 > position → tile > position")]
    [InlineData("the last row's own key is cut off", "AttendBlock", "Math.Clamp(position + rows, … → Math.Clamp(position + rows - 1, …")]
    [InlineData("positions ignore padding", "FirstPosition", "KeyCount - QueryLength → KeyLength - QueryLength")]
    [InlineData("poison behind the mask is not looked for", "ContextGroups", "Lanes.AnyNaN(…) → keys < 0")]
    [InlineData("poison behind the mask is not looked for in rows", "RowContext", "Lanes.AnyNaN(…) → keys < 0")]
    [InlineData("hidden keys of rows are read", "VisibleContexts.Sum", "BitConverter.SingleToInt32Bits(weight) != int.MinValue → keys > 0")]
    [InlineData("later rows see a key less", "Lanes.AddKeys…", "Math.Clamp(visible, 0, keys) - seen → Math.Clamp(visible, 0, keys) - seen - 1")]
    [InlineData("contexts in rows are not rescaled", "Lanes.EndRow2", "sum0 = MultiplyAdd(Load(ref first, offset), rowRescale, sum0) → sum0 = MultiplyAdd(Load(ref first, offset), rowRescale - rowRescale, sum0)")]
    [InlineData("contexts in rows start from what was there", "AttendBlock", "tile == 0 ? ref Unsafe.NullRef<float>() : ref rescale → tile < 0 ? ref Unsafe.NullRef<float>() : ref rescale")]
    [InlineData("contexts in rows are normalized tile by tile", "AttendBlock", "lastTile ? ref factor : ref Unsafe.NullRef<float>() → keys > 0 ? ref factor : ref Unsafe.NullRef<float>()")]
    [InlineData("rows that see no key are left as they were", "AttendBlock", "tile == 0 || tile < visible → tile < visible")]
    [InlineData("key/value heads are tiled instead of repeated", "AttendBlock", "head / GroupSize → head % KeyValueHeads")]
    [InlineData("contexts are not rescaled", "Lanes.Add1", "Lanes.MultiplyAdd(Vector….LoadUnsafe(ref place), rescale, sum) → (Vector….LoadUnsafe(ref place) + sum)")]
    [InlineData("sums are not rescaled", "RowSoftmax.Next", "TLanes.MultiplyAdd(TLanes.Load(ref sum, row), factor, total) → TLanes.Add(TLanes.Load(ref sum, row), total)")]
    [InlineData("tiles are taken for the only one", "AttendBlock", "RowSoftmax.Next(… ref previous, ref maximum, ref sum, ref rescale) → RowSoftmax.Only(… ref maximum, ref sum, ref rescale)")]
    [InlineData("the last keys of a tile are not scored", "ScoreTile", "j < keys → j < keys - 1")]
    [InlineData("values are read with the keys' stride", "AttendBlock", "(nint)tile * ValueTokenStride → (nint)tile * KeyTokenStride")]
    [InlineData("keys are read with half their stride", "KeyTokenStride", "KeyTokenStride = 10 → KeyTokenStride = 5")]
    [InlineData("sums are folded every 32 keys", "AttendBlock", "for (int tile = 0; tile < visible; tile += KeyTile)…Math.Min(KeyTile, … → for (int tile = 0; tile < visible; tile += 32)…Math.Min(32, …")]
    [InlineData("scores may overflow", "ScoreGroups", "Lanes….Fill(limit) → Lanes….Fill(float.PositiveInfinity)")]
    [InlineData("far rows are not anchored", "RowSoftmax.Weights", "TLanes.Without(shift, far) → shift")]
    [InlineData("the maximum starts at zero", "AttendBlock", "-ScoreLimit → 0")]
    [InlineData("a part's sums start anew", "AttendBlock", "RunningState.Load(ref Floats.At(ref operands.Sum, … ref sum); → MemoryMarshal.CreateSpan(ref sum, QueryBlock).Clear();")]
    [InlineData("few rows of a part forget their maximum", "AttendShared", "Floats.At(ref maximum, row) = Floats.At(ref operands.Maximum, carried); → Floats.At(ref maximum, row) = 0f;")]
    [InlineData("a part stands at the first key", "Check", "totalKeys - queryLength - firstKey → totalKeys - queryLength")]
    [InlineData("sums start from the block before", "AttendBlock", "MemoryMarshal.CreateSpan(ref sum, QueryBlock).Clear(); → ;")]
    [InlineData("contexts are not normalized", "AttendBlock", "RowSoftmax.Reciprocal(…); → ;")]
    [InlineData("rows without keys are divided by zero", "RowSoftmax.Reciprocal", "Lanes.Reciprocal(…) → (Vector128<float>.One / …)")]
    [InlineData("weights are not normalized", "RowSoftmax.Weigh", "TLanes.Multiply(TLanes.Exp2(…), rowFactor) → TLanes.Exp2(…)")]
    [InlineData("hidden keys are not marked", "AttendBlock", "marks: true → marks: false")]
    [InlineData("unseen keys are cleared one place too far", "WeighBlock", "((nint)row * operands.KeyLength) + visible → ((nint)row * operands.KeyLength) + visible + 1")]
    [InlineData("logSumExp of later blocks overwrites the first", "AttendBlock", "((nint)head * operands.QueryLength) + firstRow → (nint)head * operands.QueryLength")]
    [InlineData("blocks are written over the first", "AttendBlock", "((nint)head * ValueDim) + ((nint)firstRow * ContextTokenStride) → (nint)head * ValueDim")]
    [InlineData("a tiny row's maximum leaves a key out", "AttendRows…", "other = Lanes.Larger(score1, other); → ;", 256, 128)]
    [InlineData("far tiny rows are not anchored", "AttendRows…", "FarRows.Any(shift) → FarRows.Any(shift - shift)", 256, 128)]
    [InlineData("a tiny row sees the key after it", "AttendRows…", "Vector….LessThan(rows, Vector….Create(3)) → Vector….LessThan(rows, Vector….Create(2))", 256, 128)]
    [InlineData("hidden values of tiny rows are read", "AttendRows…", "Vector….AndNot(Vector….Create(…), hidden…) → Vector….AndNot(Vector….Create(…), default)", 256, 128)]
    [InlineData("tiny key/value heads are not shared", "AttendTiny", "(head + 1) % GroupSize == 0 → head % GroupSize == 0")]
    [InlineData("a head's later blocks are its first", "AttendBlockAt", "block % blocksOfHead * QueryBlock → block % blocksOfHead * 0")]
    [InlineData("the second half of a group is loaded twice", "SharedScores", "HalfElement.LoadFinite…(…, 0) → HalfElement.LoadFinite…(…, 8)", 256, 128)]
    [InlineData("a bias is forgotten", "Project", "Rows.AddBias(…); → ;")]
    [InlineData("keys are projected by the query's weights", "ProjectKeys", "KeyWeightOffset → QueryWeightOffset")]
    [InlineData("heads are not turned", "ProjectKeys", "RotaryHeads.Rotate(…); → ;")]
    [InlineData("heads turn by their place in the block", "FillAnglesOf", "FillAngles(ref operands, pieces.First, pieces.Position, pieces.Tokens) → FillAngles(ref operands, pieces.First, 0, pieces.Tokens)")]
    [InlineData("pairs are neighbours instead of half a head apart", "RotaryInterleaved", "RotaryInterleaved = false → RotaryInterleaved = true")]
    [InlineData("query heads are not normalized", "ProjectQueries", "HeadNorm.Apply(…); → ;")]
    [InlineData("keys are normalized by the query's weights", "ProjectKeys", "KeyNormOffset → QueryNormOffset")]
    [InlineData("the heads of a token are not normalized together", "ProjectQueries", "ProjectionNorm.RootMeanSquare(…); → ;")]
    [InlineData("heads keep their mean", "ProjectKeys", "ProjectionNorm.LayerNorm(…); → ;")]
    [InlineData("keys are shifted by the query's bias", "ProjectKeys", "KeyNormBiasOffset → QueryNormBiasOffset")]
    [InlineData("given positions are counted", "FillAngles", "RotaryHeads.FillAt(ref Unsafe.Add(ref operands.Positions, token), … → RotaryHeads.Fill(token, …")]
    [InlineData("every block has the first one's positions", "FillAngles", "Unsafe.Add(ref operands.Positions, token) → Unsafe.Add(ref operands.Positions, 0)")]
    [InlineData("sines are cosines", "FillAngles", "operands.Sin → operands.Cos")]
    [InlineData("contexts are not gated", "GateContexts", "ContextGate.Apply(…); → ;")]
    [InlineData("gates are the queries", "GateContexts", "GateWeightOffset → QueryWeightOffset")]
    [InlineData("gates have the query's bias", "GateContexts", "GateBiasOffset → QueryBiasOffset")]
    [InlineData("a ring's second round follows the first", "AddPieces", "pieces.Position % sequence.KeyCapacity → Math.Min(pieces.Position, sequence.KeyCapacity - 64 + (pieces.Position % 64))")]
    [InlineData("a block's masks are those of the first", "OperandsOf", "sequence.FirstRow = piece.Row → sequence.FirstRow = 0")]
    [InlineData("a chunk's masks have a row's length of the new tokens only", "OperandsOf", "sequence.KeyLength = piece.KeyLength → sequence.KeyLength = piece.QueryLength")]
    [InlineData("sinks are another head's", "Bind", "SinksOffset → QueryNormOffset")]
    [InlineData("an input dimension is left out", "ProjectionTile", "Math.Min(block, inputDim - first) → Math.Min(block, inputDim - first - 1)")]
    [InlineData("every block of inputs has the first one's weights", "ProjectionTile", "((nint)o * inputDim) + ((nint)first * RowGroup) → (nint)o * inputDim")]
    [InlineData("sums of a block of inputs start anew", "Project", "MemoryMarshal.CreateSpan(…).Clear(); → ;")]
    [InlineData("the second group of outputs has the first one's weights", "ProjectPanel…", "group1 = RowGroup * (nint)inputDim → group1 = 0 * (nint)inputDim", 512, 256)]
    public void Every_mistake_is_noticed(string mistake, string step, string change, params int[] widths)
    {
        IReadOnlyDictionary<string, string> right = Sources.Value;
        IReadOnlyDictionary<string, string> sabotaged = new CodeChange(step, change).Apply(right);
        string[] changed = [.. right.Keys.Where(file => sabotaged[file] != right[file])];
        Assert.True(changed.Length > 0, $"Nothing to sabotage: {mistake}");
        int[] having = [.. VectorChoice.Widths.Where(width => changed.Any(file => !VectorChoice.IsOfAnother(width, file)))];
        Assert.Equal(widths.Length == 0 ? VectorChoice.Widths : widths, having);

        Assembly wrong = Compiler.Value.Load(VectorChoice.LeaveOpen(sabotaged));
        Assert.All(having, width => Assert.True(FirstDifference(wrong, width) is not null, $"Not noticed in vectors of {width} bits: {mistake}"));
    }

    /// <summary>What differs first in vectors of so many bits; later kinds of data are not needed once one has shown the mistake.</summary>
    private static string? FirstDifference(Assembly assembly, int width)
    {
        VectorChoice.Pick(assembly, width);
        CompiledDeclarations compiled = new(Set, assembly);
        return Enum.GetValues<DataKind>().SelectMany(kind => Differences(compiled, kind).Select(difference => $"{width} bits, {kind}: {difference}")).FirstOrDefault();
    }

    private static IEnumerable<string> Differences(CompiledDeclarations compiled, DataKind kind)
    {
        ICompiledAttention attention = compiled.Find(Attention);
        AttentionTrial all = new(Attention, QueryLength, KeyLength, KeyLength, Seed);
        AttentionTrial padded = all with { KeyCount = QueryLength - 30 };
        LayerTrial layer = new(Layer, QueryLength, QueryLength, QueryLength, Seed);
        LayerTrial wide = new(Wide, WideTokens, WideTokens, WideTokens, Seed);
        int tokens = RingChunks.Sum();
        ChunkedTrial ring = new(new LayerTrial(Ring, tokens, tokens, tokens, Seed), RingChunks);
        return AttentionBits.Differences(attention, Attention, all.Inputs(kind))
            .Concat(AttentionBits.Differences(attention, Attention, padded.Inputs(kind)))
            .Concat(RowDifferences(compiled, kind))
            .Concat(PartDifferences(compiled, kind))
            .Concat(TinySeeds.SelectMany(seed => AttentionBits.Differences(compiled.Find(Tiny), Tiny, new AttentionTrial(Tiny, TinyLength, TinyLength, TinyLength, seed).Inputs(kind))))
            .Concat(LayerBits.Differences(compiled.Find(Layer), Layer, layer.Tensors(kind), layer.Inputs(kind)))
            .Concat(LayerBits.Differences(compiled.Find(Wide), Wide, wide.Tensors(kind), wide.Inputs(kind)))
            .Concat(CacheBits.Differences(compiled.Find(Ring), ring, kind));
    }

    /// <summary>Contexts in rows: of all rows, of a block that sees no key, and with keys that are left out.</summary>
    private static IEnumerable<string> RowDifferences(CompiledDeclarations compiled, DataKind kind)
    {
        AttentionTrial all = new(InRows, QueryLength, KeyLength, KeyLength, Seed);
        AttentionTrial unseen = all with { KeyCount = 3 };
        AttentionTrial masked = all with { Declaration = MaskedInRows };
        return new[] { all, unseen, masked }.SelectMany(trial => AttentionBits.Differences(compiled.Find(trial.Declaration), trial.Declaration, trial.Inputs(kind)));
    }

    /// <summary>Two tiles and what is left, of many rows and of few.</summary>
    private static IEnumerable<string> PartDifferences(CompiledDeclarations compiled, DataKind kind) =>
        from queries in new[] { QueryLength, 3 }
        let inputs = new AttentionTrial(Carried, queries, KeyLength, KeyLength, Seed).Inputs(kind)
        let parts = new KeyPart[] { new(Carried.Shape, inputs, 0, 64), new(Carried.Shape, inputs, 64, 64), new(Carried.Shape, inputs, 128, KeyLength - 128) }
        from difference in StateBits.Differences(compiled.Find(Carried), Carried, inputs, parts)
        select difference;

    private static DeclarationSet NewSet()
    {
        DeclarationSet set = new();
        set.Add(Attention);
        set.Add(InRows);
        set.Add(MaskedInRows);
        set.Add(Carried);
        set.Add(Tiny);
        set.Add(Layer);
        set.Add(Wide);
        set.Add(Ring);
        return set;
    }
}
