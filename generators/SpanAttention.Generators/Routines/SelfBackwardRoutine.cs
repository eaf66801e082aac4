using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits Differentiate of self-attention without weights: block by block of query rows, three times over the tiles of keys, with scores that are computed again.</summary>
internal sealed class SelfBackwardRoutine(KernelWriter code, SelfBackwardPlan plan)
{
    private readonly bool sums = plan.Attention.SumNormalization;

    public static void Write(KernelWriter code, SelfBackwardPlan plan)
    {
        SelfBackwardRoutine routine = new(code, plan);
        routine.WriteDriver();
        code.Line();
        routine.WriteBlock();
    }

    private void WriteDriver()
    {
        code.Line("/// <summary>The gradient of the inputs.</summary>");
        Driver.WriteSkipLocalsInit(code, plan.Facts);
        using (code.Block("private static void Differentiate(ref Operands operands)"))
        {
            Driver.WriteScratch(code);
            code.Line("MemoryMarshal.CreateSpan(ref operands.InputGradient, operands.Tokens * InputDim).Clear();");
            using (code.Block("for (int firstRow = 0; firstRow < operands.Tokens; firstRow += QueryBlock)"))
            {
                code.Line("DifferentiateBlock(ref operands, firstRow, ref scratch);");
            }
        }
    }

    private void WriteBlock()
    {
        code.Line("/// <summary>Adds what up to QueryBlock query rows bring to the gradients of all tokens.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block("private static void DifferentiateBlock(ref Operands operands, int firstRow, ref float scratch)"))
        {
            ScratchRegions.WriteLocals(code, plan.Scratch, sums ? plan.Scratch.Without("maximum") : plan.Scratch.Regions);
            code.Line("""
                int rows = Math.Min(QueryBlock, operands.Tokens - firstRow);
                ref float query = ref Floats.At(ref operands.Inputs, (nint)firstRow * InputDim);
                ref float contextGradient = ref Floats.At(ref operands.ContextGradient, (nint)firstRow * InputDim);
                ref float queryGradient = ref Floats.At(ref operands.InputGradient, (nint)firstRow * InputDim);
                """);
            WriteSums();
            code.Line();
            WriteDeltas();
            code.Line();
            WriteGradients();
        }
    }

    private void WriteSums()
    {
        code.Line();
        code.Line($"// sum_i = Σ_j {(sums ? "score_ij" : "2^(c · score_ij − c · maximum_i)")}");
        code.Line(sums ? "MemoryMarshal.CreateSpan(ref rescale, rows).Fill(1f);" : "MemoryMarshal.CreateSpan(ref maximum, rows).Fill(-ScoreLimit);");
        code.Line("MemoryMarshal.CreateSpan(ref sum, rows).Clear();");
        WriteTiles(() =>
        {
            WriteScores();
            if (!sums)
            {
                code.Line("KeySoftmax.Next(ref scores, keys, rows, keys, 1, ScaleLog2E, ScoreLimit, ref maximum, ref rescale);");
            }

            code.Line(SharedSoftmax.AddSums);
        });
    }

    private void WriteDeltas()
    {
        code.Line("// delta_i = Σ_j weights_ij · (contextGradient_i · token_j)");
        code.Line("MemoryMarshal.CreateSpan(ref delta, rows).Clear();");
        WriteTiles(() =>
        {
            WriteWeights();
            WriteProducts();
            code.Line("KeyGradients.AddDeltas(ref scores, ref products, keys, rows, ref delta);");
        });
    }

    /// <summary>A token is a value, a key and a query: its gradient is the sum of all three's.</summary>
    private void WriteGradients()
    {
        code.Line("// gradients of values, and then, from those of scores, of keys and of queries");
        WriteTiles(() =>
        {
            code.Line("ref float keyGradient = ref Floats.At(ref operands.InputGradient, (nint)tile * InputDim);");
            WriteWeights();
            code.Call(SelfGradient.CreateKeys(plan), ("weights", "ref scores"), ("source", "ref contextGradient"), ("gradient", "ref keyGradient"));
            WriteProducts();
            code.Line(sums
                ? "KeyGradients.SharesOfSum(ref products, keys, rows, ref delta, ref sum, ref scores);"
                : "KeyGradients.Scores(ref products, keys, rows, ref delta, ref scores);");
            code.Call(SelfGradient.CreateKeys(plan), ("weights", "ref scores"), ("source", "ref query"), ("gradient", "ref keyGradient"));
            code.Call(SelfGradient.CreateRows(plan), ("weights", "ref scores"), ("source", "ref key"), ("gradient", "ref queryGradient"));
        });
    }

    private void WriteTiles(Action writeTile)
    {
        using (code.Block("for (int tile = 0; tile < operands.Tokens; tile += KeyTile)"))
        {
            code.Line("""
                int keys = Math.Min(KeyTile, operands.Tokens - tile);
                ref float key = ref Floats.At(ref operands.Inputs, (nint)tile * InputDim);
                """);
            writeTile();
        }
    }

    private void WriteScores() => code.Call(SelfProducts.Create(plan), ("tensor", "ref query"), ("products", "ref scores"));

    private void WriteProducts() => code.Call(SelfProducts.Create(plan), ("tensor", "ref contextGradient"));

    private void WriteWeights()
    {
        WriteScores();
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line(sums
                ? "RowWeights.Share(ref Floats.At(ref scores, row * KeyTile), keys, Floats.At(ref sum, row));"
                : "RowWeights.Normalize(ref Floats.At(ref scores, row * KeyTile), keys, Floats.At(ref maximum, row), Floats.At(ref sum, row), ScaleLog2E, ScoreLimit);");
        }

        code.Line();
    }
}
