using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Steps;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Routines;

/// <summary>A routine over one block of query rows, each a vector lane: the paragraphs that contexts, weights and scores share.</summary>
internal sealed class Block(KernelWriter code, AttentionPlan plan, KeyTiles tiles)
{
    private readonly AttentionSpec spec = plan.Spec;
    private readonly CallerRows rows = new(plan);
    private readonly Normalization normalization = Normalization.Of(plan, tiles);

    /// <summary>The tiles of keys.</summary>
    public KeyTiles Tiles => tiles;

    /// <summary>Source of rows, and where they go.</summary>
    public CallerRows Rows => rows;

    /// <summary>A routine over one block.</summary>
    public static void WriteRoutine(KernelWriter code, AttentionPlan plan, (string Name, string Summary) method, Action writeBody)
    {
        code.Line($"/// <summary>{method.Summary}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void {method.Name}({CallerRows.Parameters})"))
        {
            writeBody();
        }
    }

    /// <summary>Writes the position of the first of several rows among the keys, where that matters, and how many keys some row may see.</summary>
    public static void WritePosition(KernelWriter code, AttentionSpec spec, string position, (string Count, string Word) rows)
    {
        if (spec.HasPositions)
        {
            code.Line($"int position = {position}");
        }

        if (spec.RightBound > 0)
        {
            code.Line($"int edge = (int)Math.Min((long)position + RightWindow, operands.KeyCount); // the last key that the first {rows.Word} sees");
        }

        code.Line(RowEdge.Of(spec) is { } edge ? $"int visible = Math.Clamp({edge.Name} + {rows.Count}, 0, operands.KeyCount);" : "int visible = operands.KeyCount;");
    }

    /// <summary>Writes how many rows and keys the block has, and where its operands start.</summary>
    public void WriteExtent()
    {
        code.Line($"int rows = {CallerRows.Count};");
        WritePosition(code, spec, "operands.FirstPosition + firstRow; // of the first row among the keys", ("rows", "row"));
        WriteOperands();
    }

    /// <summary>Writes where the block's queries and its head's keys start.</summary>
    public void WriteOperands()
    {
        code.Line(rows.Queries);
        code.Line($"ref {spec.Stored.Type} key = ref {spec.Stored.At}(ref operands.Key, {Address.Key(spec)});");
    }

    /// <summary>The row statistics before any key.</summary>
    public void WriteStart()
    {
        if (spec.CarriesState)
        {
            CarriedRows.WriteStart(code);
            return;
        }

        string largest = "-ScoreLimit";
        string sums = "Clear()";
        if (spec.Has<Options.Sinks>())
        {
            code.Line("float sink = Floats.At(ref operands.Sinks, head);");
            largest = "Sink.Maximum(sink, ScoreLimit)";
            sums = "Fill(Sink.Sum(sink))";
        }

        foreach (Region statistic in plan.BlockScratch.Regions.Where(static region => region.Name is "maximum" or "previous"))
        {
            code.Line($"MemoryMarshal.CreateSpan(ref {statistic.Name}, QueryBlock).Fill({largest});");
        }

        if (plan.ReciprocatesAtTheEnd)
        {
            code.Line($"MemoryMarshal.CreateSpan(ref sum, QueryBlock).{sums};");
        }
    }

    /// <summary>Sums of products of the tile's keys that some row may see, before they are scores.</summary>
    public void WriteSums()
    {
        WriteWidened(TokenTensor.Key, $"1, {KeyCount}");
        if (plan.Grouping == Grouping.Sometimes)
        {
            code.Line(Grouped());
        }

        WriteScoreTile("ScoreLimit", plan.Grouping);
    }

    /// <summary>Gradients of the tile's scores, in place of the weights.</summary>
    public void WriteGradients() => WriteChoice(plan.Grouping, ScoreTile.CreateGradientGroups(plan), ScoreTile.CreateGradients(plan), [("value", tiles.Start(TokenTensor.Value)), .. tiles.Positions]);

    /// <summary>Products of the tile's values with the gradients of contexts.</summary>
    public void WriteProducts()
    {
        void WriteCall(string start) => WriteChoice(plan.Grouping, ScoreTile.CreateProductGroups(plan), ScoreTile.CreateProducts(plan), [("value", tiles.Start(TokenTensor.Value, start)), .. tiles.Positions]);
        if (plan.ValueChunks is null)
        {
            WriteCall("");
            return;
        }

        code.Line("MemoryMarshal.CreateSpan(ref products, KeyTile * QueryBlock).Clear();");
        using (code.Block("for (int start = 0; start < ValueDim; start += ValueChunk)"))
        {
            code.Line("int dims = Math.Min(ValueChunk, ValueDim - start);");
            code.Line("Transpose.ToGroups(ref Floats.At(ref contextGradient, start), ContextTokenStride, rows, dims, ref gradients, ValueChunk * RowGroup);");
            WriteCall("start");
        }
    }

    /// <summary>Scores of the tile's keys, hidden ones −∞.</summary>
    public void WriteScores()
    {
        WriteSums();
        if (spec.Adjusts)
        {
            code.Line();
            code.Call(AdjustTile.Create(plan), [.. ScorePipeline.ArgumentsOfRows(spec), .. tiles.Positions]);
        }

        code.Line();
    }

    /// <summary>Scores of the tile's keys, whether a row sees them or not.</summary>
    public void WriteRawScores() => WriteScoreTile("float.PositiveInfinity", Grouping.Never);

    /// <summary>Scores to weights, statistics carried on.</summary>
    public void WriteNormalization() => code.Line(normalization.Next);

    /// <summary>The factors that normalize, in place of those that rescale; with a single tile the softmax has left them there.</summary>
    public void WriteReciprocal() => WriteReciprocal("rescale");

    /// <summary>The factors of contexts: those of rows whose weights were dropped stand for these, too.</summary>
    public void WriteFactors(string factor)
    {
        WriteReciprocal(factor);
        if (spec.Has<Options.Dropout>())
        {
            code.Line($"Rows.Scale(ref {factor}, QueryBlock, KeepScale);");
        }
    }

    /// <summary>Final weights of a tile.</summary>
    public void WriteWeights() => code.Line(normalization.Final);

    /// <summary>Adds the tile's weighted values to the contexts.</summary>
    public void WriteContexts(string chunkStart)
    {
        string value = WriteValues(chunkStart);
        WriteChoice(plan.Grouping, ContextTile.CreateGroups(plan), ContextTile.Create(plan), [("weights", "ref scores"), ("value", value), ("dims", "valueDims"), .. tiles.Positions]);
    }

    /// <summary>The same in the rows they go to, which the last tile normalizes.</summary>
    public void WriteRowContexts()
    {
        string value = WriteValues("");
        if (tiles.Rescale is null)
        {
            WriteFactors("rescale");
            code.Call(RowContext.Create(plan), ("weights", "ref scores"), ("value", value), ("factor", "ref rescale"));
            return;
        }

        if (spec.CarriesState)
        {
            code.Call(RowContext.Create(plan), [("weights", "ref scores"), ("value", value), ("factor", "ref Unsafe.NullRef<float>()"), .. tiles.Positions]);
            return;
        }

        code.Line("bool lastTile = visible - tile <= KeyTile;");
        using (code.Block("if (lastTile)"))
        {
            WriteFactors("factor");
        }

        code.Line();
        code.Call(
            RowContext.Create(plan),
            [
                ("weights", "ref scores"),
                ("value", value),
                ("rescale", $"ref (tile == {tiles.First} ? ref Unsafe.NullRef<float>() : ref rescale)"),
                ("factor", "ref (lastTile ? ref factor : ref Unsafe.NullRef<float>())"),
                .. tiles.Positions,
            ]);
    }

    /// <summary>Makes the tile's values floats where they are none; the reference to the first.</summary>
    private string WriteValues(string chunkStart)
    {
        WriteWidened(TokenTensor.Value, "keys, ValueDim");
        return Floats(TokenTensor.Value, chunkStart);
    }

    private void WriteReciprocal(string factor)
    {
        if (plan.ReciprocatesAtTheEnd)
        {
            code.Line($"RowSoftmax.Reciprocal(ref sum, rows, ref {factor});");
        }
    }

    /// <summary>Numbers in a tile's keys, whole groups of them.</summary>
    public const string KeyCount = "((keys + RowGroup - 1) & -RowGroup) * HeadDim";

    private string Grouped() => (RowEdge.Of(spec), plan.HasShortBlocks) switch
    {
        ({ } edge, true) => $"bool grouped = {tiles.LastKey} > {edge.Name} || rows <= QueryBlock - RowGroup; // some row does not see the last key, or rows are idle",
        ({ } edge, false) => $"bool grouped = {tiles.LastKey} > {edge.Name}; // some row does not see the last key",
        _ => "bool grouped = rows <= QueryBlock - RowGroup; // a whole group of rows is idle",
    };

    private void WriteScoreTile(string limit, Grouping grouping)
    {
        if (plan.QueryChunks is null)
        {
            WriteScoreCall(grouping, "", ("limit", limit));
            return;
        }

        code.Line("MemoryMarshal.CreateSpan(ref scores, KeyTile * QueryBlock).Clear();");
        using (code.Block("for (int start = 0; start < HeadDim; start += QueryChunk)"))
        {
            code.Line("int dims = Math.Min(QueryChunk, HeadDim - start);");
            code.Line("Transpose.ToGroups(ref Floats.At(ref query, start), QueryTokenStride, rows, dims, ref queries, QueryChunk * RowGroup);");
            if (!plan.StoresSums)
            {
                code.Line("""
                    bool last = start + dims == HeadDim; // only then are the sums scores
                    ref float largest = ref (last ? ref maximum : ref partial);
                    """);
            }

            WriteScoreCall(grouping, "start", ("limit", $"last ? {limit} : float.PositiveInfinity"), ("maximum", "ref largest"));
        }
    }

    private void WriteScoreCall(Grouping grouping, string start, params (string, string)[] others) =>
        WriteChoice(grouping, ScoreTile.CreateGroups(plan), ScoreTile.Create(plan), [("key", Floats(TokenTensor.Key, start)), .. others, .. tiles.Positions]);

    /// <summary>The step for groups of rows, or for the whole block.</summary>
    private void WriteChoice(Grouping grouping, Step groups, Step block, (string, string)[] arguments)
    {
        if (grouping != Grouping.Sometimes)
        {
            code.Call(grouping == Grouping.Never ? block : groups, arguments);
            return;
        }

        code.CallEither("grouped", groups, block, arguments);
    }

    /// <summary>A tile's numbers as floats: those that were widened, or the stored ones themselves.</summary>
    private string Floats(TokenTensor tensor, string chunkStart) => spec.Stored.IsShort ? $"ref {Widened(tensor)}" : tiles.Start(tensor, chunkStart);

    private static string Widened(TokenTensor tensor) => tensor == TokenTensor.Key ? "tileKeys" : "tileValues";

    /// <summary>Widens a tile of stored numbers that are no floats.</summary>
    private void WriteWidened(TokenTensor tensor, string extent)
    {
        if (spec.Stored.IsShort)
        {
            string name = Widened(tensor);
            code.Line($"ref float {name} = ref operands.Region({Casing.Pascal(name)}Offset);");
            code.Line($"KeyValueRows.Widen({tiles.Start(tensor)}, {extent}, ref {name});");
        }
    }
}
