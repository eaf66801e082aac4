using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits Differentiate: gradients of all heads, block by block, with weights that are computed again tile by tile.</summary>
internal sealed class BackwardRoutine(KernelWriter code, BackwardPlan plan)
{
    private readonly AttentionSpec spec = plan.Attention.Spec;
    private readonly Block block = new(code, plan.Attention, new TileByTile(plan.Attention.Spec));

    public static void Write(KernelWriter code, BackwardPlan plan)
    {
        BackwardRoutine routine = new(code, plan);
        routine.WriteDriver();
        code.Line();
        Block.WriteRoutine(code, plan.Attention, ("DifferentiateBlock", "Adds what up to QueryBlock query rows of one head bring to all gradients."), routine.WriteBlock);
        code.Line();
        routine.WriteClearKeys();
    }

    private bool IsGrouped => spec.Heads != spec.KeyValueHeads;

    private bool HasDropout => spec.Has<Dropout>();

    private void WriteDriver() => Driver.Write(code, plan.Attention, ("Differentiate", "Gradients of all inputs, head by head."), () =>
    {
        using (code.Block("for (int head = 0; head < Heads; head++)"))
        {
            if (spec.QueryLength == 0)
            {
                using (code.Block("if (operands.QueryLength == 0)"))
                {
                    code.Line("ClearKeys(ref operands, head, 0, operands.KeyLength); // no row sees them");
                }

                code.Line();
            }

            if (spec.Has<Sinks>())
            {
                code.Line("MemoryMarshal.CreateSpan(ref Floats.At(ref scratch, SinkSumsOffset), RowGroup).Clear();");
            }

            using (code.Block("for (int firstRow = 0; firstRow < operands.QueryLength; firstRow += QueryBlock)"))
            {
                code.Line("DifferentiateBlock(ref operands, head, firstRow, ref scratch);");
            }

            if (spec.Has<Sinks>())
            {
                code.Line();
                code.Line("Floats.At(ref operands.SinksGradient, head) = RowGradients.OfSink(ref Floats.At(ref scratch, SinkSumsOffset));");
            }
        }
    });

    private void WriteBlock()
    {
        ScratchRegions.WriteLocals(code, plan.Scratch, plan.Scratch.Regions);
        block.WriteExtent();
        WriteTensors();
        PairSteps.WriteBlockStarts(code, spec, withDropout: true);
        block.Tiles.WriteFirst(code, "row");
        WriteOrder();
        WriteUnseen();
        WriteLanes();
        WriteStatistics();
        block.Tiles.Write(code, WriteTile, even: true); // gradients of rows that see no key are written, too
    }

    private void WriteTensors() => code.Line($"""
        ref float value = ref Floats.At(ref operands.Value, {Address.Value(spec)});
        ref float context = ref Floats.At(ref operands.Context, {Address.Destination(spec)});
        ref float contextGradient = ref Floats.At(ref operands.ContextGradient, {Address.Destination(spec)});
        ref float queryGradient = ref Floats.At(ref operands.QueryGradient, {Address.Query(spec)});
        ref float keyGradient = ref Floats.At(ref operands.KeyGradient, {Address.Key(spec)});
        ref float valueGradient = ref Floats.At(ref operands.ValueGradient, {Address.Value(spec)});
        """);

    /// <summary>Writes which sums there are already, and which are the last: they follow each other block by block, then head by head of those that share keys.</summary>
    private void WriteOrder()
    {
        string edge = RowEdge.Of(spec)?.Name is { } name ? $"Math.Clamp({name}, 0, operands.KeyCount)" : "visible";
        string known = $"firstRow == 0 ? 0 : {edge}";
        code.Line("bool lastRows = rows == operands.QueryLength - firstRow;");
        if (IsGrouped)
        {
            code.Line("bool firstHead = head % GroupSize == 0; // of those that share keys and values");
            code.Line("bool lastHead = head % GroupSize == GroupSize - 1;");
            known = $"!firstHead ? visible : {known}";
        }

        code.Line($"int known = {known}; // keys that others have seen before");
        if (spec.LeftWindow is not null)
        {
            string next = RowEdge.Of(spec)?.Name is { } position ? $"Math.Clamp({position} + QueryBlock + Math.Min(QueryBlock, operands.QueryLength - firstRow - QueryBlock), 0, operands.KeyCount)" : "visible";
            code.Line($"int finished = lastRows ? visible : (int)Math.Clamp((long)position + QueryBlock - LeftWindow, 0, {next}) & -KeyTile; // keys that no later row sees");
        }
        else
        {
            code.Line("int finished = lastRows ? visible : 0; // keys that no later row sees");
        }

        if (IsGrouped)
        {
            code.Line("finished = lastHead ? finished : 0;");
        }
    }

    private void WriteUnseen()
    {
        string firstHead = IsGrouped ? "firstHead && " : "";
        if (block.Tiles.First != "0")
        {
            using (code.Block($"if ({firstHead}firstRow == 0)"))
            {
                code.Line($"ClearKeys(ref operands, head, 0, {block.Tiles.First});");
            }

            code.Line();
        }

        using (code.Block($"if ({firstHead}lastRows)"))
        {
            code.Line("ClearKeys(ref operands, head, visible, operands.KeyLength);");
        }
    }

    private void WriteLanes()
    {
        block.Rows.WriteQueries(code);
        if (plan.Attention.ValueChunks is null)
        {
            code.Line("Transpose.ToGroups(ref contextGradient, ContextTokenStride, rows, ValueDim, ref gradients, ValueDim * RowGroup);");
            code.Line();
        }
    }

    private void WriteStatistics()
    {
        code.Line("// delta_i = contextGradient_i · context_i,  shift_i = logSumExp_i · log2 e");
        if (plan.Attention.ValueChunks is null)
        {
            WriteDeltas();
        }
        else
        {
            code.Line("RowGradients.Deltas(ref contextGradient, ref context, ContextTokenStride, rows, ValueDim, ref delta);");
        }

        code.Line("""
            RowGradients.Shifts(ref Floats.At(ref operands.LogSumExp, ((nint)head * operands.QueryLength) + firstRow), rows, ref shift);
            """);
        if (spec.Has<Sinks>())
        {
            code.Line("RowGradients.AddSink(Floats.At(ref operands.Sinks, head), ref shift, ref delta, rows, ref sinkSums);");
        }

        code.Line();
    }

    /// <summary>Contexts become lanes where scores will lie, a key tile's worth of dimensions at a time.</summary>
    private void WriteDeltas()
    {
        code.Line("MemoryMarshal.CreateSpan(ref delta, QueryBlock).Clear();");
        using (code.Block("for (int start = 0; start < ValueDim; start += KeyTile)"))
        {
            code.Line("""
                int dims = Math.Min(KeyTile, ValueDim - start);
                Transpose.ToGroups(ref Floats.At(ref context, start), ContextTokenStride, rows, dims, ref scores, KeyTile * RowGroup);
                RowGradients.AddDeltas(ref Floats.At(ref gradients, start * RowGroup), ValueDim * RowGroup, ref scores, rows, dims, ref delta);
                """);
        }
    }

    private void WriteTile()
    {
        PairSteps.WriteTiles(code, spec, block.Tiles, withDropout: true);
        code.Line("// weights_ij = 2^(c · score_ij − shift_i)");
        block.WriteSums();
        code.Call(WeightTile.Create(plan), [.. ScorePipeline.ArgumentsOfRows(spec), .. block.Tiles.Positions]);
        if (HasDropout)
        {
            code.Line("RowGradients.Keep(ref scores, keys, rows, ref dropped);");
        }

        code.Line();
        code.Line("bool ends = tile < finished;");
        WriteKeyGradient(TokenTensor.Value, $"ref {(HasDropout ? "dropped" : "scores")}", "contextGradient", "ContextTokenStride", HasDropout ? "KeepScale" : "1f");
        WriteScoreGradients();
        WriteKeyGradient(TokenTensor.Key, "ref scores", "query", "QueryTokenStride", "Scale");
        WriteQueryGradient();
    }

    private void WriteScoreGradients()
    {
        code.Line();
        code.Line("// gradients of scores: weights_ij · (contextGradient_i · value_j − delta_i)");
        if (plan.HasProducts)
        {
            block.WriteProducts();
            code.Line(HasDropout
                ? "RowGradients.KeptScores(ref products, ref dropped, KeepScale, keys, rows, ref delta, ref scores);"
                : "RowGradients.Scores(ref products, keys, rows, ref delta, ref scores);");
        }
        else
        {
            block.WriteGradients();
        }

        if (spec.Has<Bias>())
        {
            WriteBiasGradient();
        }

        if (new ScorePipeline(spec).HasSlopes)
        {
            code.Line("RowGradients.Steepen(ref slopes, keys, rows, ref scores);");
        }

        code.Line();
    }

    private void WriteBiasGradient()
    {
        using (code.Block("if (!Unsafe.IsNullRef(ref operands.BiasGradient))"))
        {
            code.Line($"""
                ref float biasGradient = ref Floats.At(ref operands.BiasGradient, ({PairSteps.RowOffset(spec, spec.BiasAxes, "firstRow")}) + tile);
                Transpose.FromGroups(ref scores, KeyTile * RowGroup, rows, keys, ref bias, KeyTile);
                Rows.Store(ref bias, KeyTile, rows, keys, ref biasGradient, ref biasGradient, operands.KeyLength);
                """);
        }

        code.Line();
    }

    private void WriteKeyGradient(TokenTensor rows, string weights, string source, string sourceStride, string factor) => code.Call(
        RowGradient.CreateKeys(plan, rows),
        ("weights", weights),
        ("source", $"ref {source}"),
        ("sourceStride", sourceStride),
        ("known", "known - tile"),
        ("factor", factor),
        ("position", "position - tile"),
        ("edge", "edge - tile"),
        ("gradient", $"ref Floats.At(ref {rows.Name}Gradient, (nint)tile * {rows.Stride})"),
        ("stride", rows.Stride));

    private void WriteQueryGradient() => code.Call(
        RowGradient.CreateQueries(plan),
        ("weights", "ref scores"),
        ("source", block.Tiles.Start(TokenTensor.Key)),
        ("sourceStride", "KeyTokenStride"),
        ("adds", $"tile != {block.Tiles.First}"),
        ("ends", "visible - tile <= KeyTile"),
        ("factor", "Scale"),
        ("position", "position - tile"),
        ("edge", "edge - tile"),
        ("gradient", "ref queryGradient"),
        ("stride", "QueryTokenStride"));

    private void WriteClearKeys()
    {
        code.Line("/// <summary>Gradients of keys and values that no row sees are zeros.</summary>");
        using (code.Block("private static void ClearKeys(ref Operands operands, int head, int first, int end)"))
        {
            code.Line($"""
                Rows.Clear(ref Floats.At(ref operands.KeyGradient, ({Address.Key(spec)}) + ((nint)first * KeyTokenStride)), KeyTokenStride, end - first, HeadDim);
                Rows.Clear(ref Floats.At(ref operands.ValueGradient, ({Address.Value(spec)}) + ((nint)first * ValueTokenStride)), ValueTokenStride, end - first, ValueDim);
                """);
        }
    }
}
