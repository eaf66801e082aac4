using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits Differentiate of additive attention: block by block of query rows, tile by tile of keys, with weights and tangents that are computed again.</summary>
internal sealed class AdditiveBackwardRoutine(KernelWriter code, AdditiveBackwardPlan plan)
{
    public static void Write(KernelWriter code, AdditiveBackwardPlan plan)
    {
        AdditiveBackwardRoutine routine = new(code, plan);
        routine.WriteDriver();
        code.Line();
        routine.WriteBlock();
    }

    private void WriteDriver()
    {
        code.Line("/// <summary>Gradients of all inputs.</summary>");
        Driver.WriteSkipLocalsInit(code, plan.Facts);
        using (code.Block("private static void Differentiate(ref Operands operands)"))
        {
            Driver.WriteScratch(code);
            code.Line("""
                MemoryMarshal.CreateSpan(ref operands.KeyGradient, operands.KeyLength * HeadDim).Clear();
                MemoryMarshal.CreateSpan(ref operands.ValueGradient, operands.KeyLength * ValueDim).Clear();
                """);
            if (plan.HasScale)
            {
                code.Line("MemoryMarshal.CreateSpan(ref operands.ScaleGradient, HeadDim).Clear();");
            }

            using (code.Block("for (int firstRow = 0; firstRow < operands.QueryLength; firstRow += QueryBlock)"))
            {
                code.Line("DifferentiateBlock(ref operands, firstRow, ref scratch);");
            }

            WriteScaled("key", "operands.KeyLength", "operands.KeyGradient");
        }
    }

    private void WriteBlock()
    {
        code.Line("/// <summary>Adds what up to QueryBlock query rows bring to all gradients.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block("private static void DifferentiateBlock(ref Operands operands, int firstRow, ref float scratch)"))
        {
            ScratchRegions.WriteLocals(code, plan.Scratch, plan.Scratch.Regions);
            code.Line("""
                int rows = Math.Min(QueryBlock, operands.QueryLength - firstRow);
                ref float query = ref Floats.At(ref operands.Query, (nint)firstRow * HeadDim);
                ref float queryGradient = ref Floats.At(ref operands.QueryGradient, (nint)firstRow * HeadDim);
                ref float context = ref Floats.At(ref operands.Context, (nint)firstRow * ValueDim);
                ref float contextGradient = ref Floats.At(ref operands.ContextGradient, (nint)firstRow * ValueDim);
                MemoryMarshal.CreateSpan(ref queryGradient, rows * HeadDim).Clear();

                // delta_i = contextGradient_i · context_i,  shift_i = logSumExp_i · log2 e
                RowGradients.Deltas(ref contextGradient, ref context, ValueDim, rows, ValueDim, ref delta);
                RowGradients.Shifts(ref Floats.At(ref operands.LogSumExp, firstRow), rows, ref shift);

                """);
            using (code.Block("for (int tile = 0; tile < operands.KeyLength; tile += KeyTile)"))
            {
                WriteTile();
            }

            WriteScaled("row", "rows", "queryGradient");
        }
    }

    private void WriteTile()
    {
        code.Line("""
            int keys = Math.Min(KeyTile, operands.KeyLength - tile);
            ref float key = ref Floats.At(ref operands.Key, (nint)tile * HeadDim);
            ref float value = ref Floats.At(ref operands.Value, (nint)tile * ValueDim);

            // weights_ij = 2^(c · score_ij − shift_i)
            """);
        code.Call(AdditiveScores.Create(plan.Attention, plan.Forward), ("scale", "ref operands.Scale"));
        code.Line("KeyGradients.Weigh(ref scores, keys, rows, ScaleLog2E, ref shift);");
        WriteMask();
        code.Call(AdditiveValueGradient.Create(plan), ("weights", "ref scores"), ("valueGradient", "ref Floats.At(ref operands.ValueGradient, (nint)tile * ValueDim)"));
        code.Line();
        code.Line("// gradients of scores: weights_ij · (contextGradient_i · value_j − delta_i)");
        code.Call(AdditiveProducts.Create(plan));
        code.Line("KeyGradients.Scores(ref products, keys, rows, ref delta, ref scores);");
        code.Line();
        code.Call(
            TangentGradients.Create(plan),
            ("gradients", "ref scores"),
            ("keyGradient", "ref Floats.At(ref operands.KeyGradient, (nint)tile * HeadDim)"),
            ("scaleGradient", "ref operands.ScaleGradient"));
    }

    private void WriteMask()
    {
        if (!plan.Attention.HasPairs)
        {
            return;
        }

        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"PairRows.Drop({AdditiveRoutine.Mask(plan.Attention, "tile", "(firstRow + row)")}, keys, ref Floats.At(ref scores, row * KeyTile));");
        }

        code.Line();
    }

    /// <summary>Tangents were summed as if every weight of the score were 1.</summary>
    private void WriteScaled(string index, string count, string gradient)
    {
        if (!plan.HasScale)
        {
            return;
        }

        code.Line();
        code.Line($"// gradient_{(index == "row" ? "i" : "j")},x · scale_x");
        using (code.Block($"for (int {index} = 0; {index} < {count}; {index}++)"))
        {
            code.Line($"Rows.Multiply(ref Floats.At(ref {gradient}, (nint){index} * HeadDim), ref operands.Scale, HeadDim);");
        }
    }
}
