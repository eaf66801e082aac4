using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits Attend and Weigh of additive attention: block by block of query rows, tile by tile of keys, with online softmax.</summary>
internal static class AdditiveRoutine
{
    private const string Parameters = "ref Operands operands, int firstRow, ref float scratch";

    /// <summary>Contexts: sums of weighted values grow where contexts are wanted, and are normalized there.</summary>
    public static void WriteAttend(KernelWriter code, AttentionPlan plan)
    {
        Driver.Write(code, plan, ("Attend", "context = softmax(scores) · value."), () => WriteBlocks(code, "AttendBlock"));
        code.Line();
        WriteBlock(code, plan, "AttendBlock", "Contexts of up to QueryBlock query rows.", () =>
        {
            code.Line("ref float context = ref Floats.At(ref operands.Destination, (nint)firstRow * ValueDim);");
            WriteStart(code);
            code.Line("MemoryMarshal.CreateSpan(ref context, rows * ValueDim).Clear();");
            code.Line();
            WriteTiles(code, () =>
            {
                WriteScores(code, plan);
                SharedSoftmax.WriteCall(code, plan, new OnlyTile(plan.Spec.Stored));
                code.Call(SharedContext.Create(plan), ("weights", "ref scores"), ("value", "ref Floats.At(ref operands.Value, (nint)tile * ValueDim)"));
            });
            code.Line();
            code.Line("// context_i / sum_i");
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                code.Line("""
                    ref float rowContext = ref Floats.At(ref context, row * ValueDim);
                    Rows.Normalize(ref rowContext, ValueDim, Floats.At(ref sum, row), ref rowContext);
                    """);
            }

            if (plan.Spec.Gradients)
            {
                code.Line();
                WriteLogSumExp(code);
            }
        });
    }

    /// <summary>Weights: scores are kept where weights are wanted, so that no tangent is taken twice.</summary>
    public static void WriteWeigh(KernelWriter code, AttentionPlan plan)
    {
        Driver.Write(code, plan, ("Weigh", "weights = softmax(scores)."), () => WriteBlocks(code, "WeighBlock"));
        code.Line();
        WriteBlock(code, plan, "WeighBlock", "Weights of up to QueryBlock query rows.", () =>
        {
            code.Line("ref float destination = ref Floats.At(ref operands.Destination, (nint)firstRow * operands.KeyLength);");
            WriteStart(code);
            code.Line();
            WriteTiles(code, () =>
            {
                WriteScores(code, plan);
                using (code.Block("for (int row = 0; row < rows; row++)"))
                {
                    code.Line("""
                        ref float rowScores = ref Floats.At(ref destination, ((nint)row * operands.KeyLength) + tile);
                        MemoryMarshal.CreateReadOnlySpan(ref Floats.At(ref scores, row * KeyTile), keys).CopyTo(MemoryMarshal.CreateSpan(ref rowScores, keys));
                        """);
                }

                code.Line();
                SharedSoftmax.WriteCall(code, plan, new OnlyTile(plan.Spec.Stored));
                code.Line(SharedSoftmax.AddSums);
            });
            code.Line();
            code.Line($"// weights_i = 2^(c · scores_i − c · maximum_i) / sum_i{(plan.Spec.HasPairs ? ", 0 where a key is masked" : "")}");
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                code.Line("""
                    ref float weights = ref Floats.At(ref destination, (nint)row * operands.KeyLength);
                    RowWeights.Normalize(ref weights, operands.KeyLength, Floats.At(ref maximum, row), Floats.At(ref sum, row), ScaleLog2E, ScoreLimit);
                    """);
                if (plan.Spec.HasPairs)
                {
                    code.Line($"PairRows.Clear({Mask(plan.Spec, "", "(firstRow + row)")}, operands.KeyLength, ref weights);");
                }
            }
        });
    }

    /// <summary>The flags of the block's first row from a key on, or those of one of its rows.</summary>
    public static string Mask(AttentionSpec spec, string key, string row = "firstRow")
    {
        string rowStart = spec.MaskAxes == PairAxes.Keys ? "" : $"(nint){row} * operands.KeyLength";
        return (rowStart.Length, key.Length) switch
        {
            (0, 0) => "ref operands.Mask",
            (0, _) => $"ref Unsafe.Add(ref operands.Mask, {key})",
            (_, 0) => $"ref Unsafe.Add(ref operands.Mask, {rowStart})",
            _ => $"ref Unsafe.Add(ref operands.Mask, ({rowStart}) + {key})",
        };
    }

    private static void WriteLogSumExp(KernelWriter code)
    {
        using (code.Block("if (!Unsafe.IsNullRef(ref operands.LogSumExp))"))
        {
            code.Line("LogSumExp.Store(ref maximum, ref sum, rows, ScaleLog2E, ref Floats.At(ref operands.LogSumExp, firstRow));");
        }
    }

    private static void WriteBlocks(KernelWriter code, string block)
    {
        using (code.Block("for (int firstRow = 0; firstRow < operands.QueryLength; firstRow += QueryBlock)"))
        {
            code.Line($"{block}(ref operands, firstRow, ref scratch);");
        }
    }

    private static void WriteBlock(KernelWriter code, AttentionPlan plan, string name, string summary, Action writeBody)
    {
        code.Line($"/// <summary>{summary}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void {name}({Parameters})"))
        {
            ScratchRegions.WriteLocals(code, plan.Additive!.Scratch, plan.Additive.Scratch.Regions);
            code.Line("""
                int rows = Math.Min(QueryBlock, operands.QueryLength - firstRow);
                ref float query = ref Floats.At(ref operands.Query, (nint)firstRow * HeadDim);
                """);
            writeBody();
        }
    }

    private static void WriteStart(KernelWriter code)
    {
        code.Line("""
            MemoryMarshal.CreateSpan(ref maximum, rows).Fill(-ScoreLimit);
            MemoryMarshal.CreateSpan(ref sum, rows).Clear();
            """);
    }

    private static void WriteTiles(KernelWriter code, Action writeTile)
    {
        using (code.Block("for (int tile = 0; tile < operands.KeyLength; tile += KeyTile)"))
        {
            code.Line("int keys = Math.Min(KeyTile, operands.KeyLength - tile);");
            writeTile();
        }
    }

    private static void WriteScores(KernelWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        if (spec.HasPairs)
        {
            code.Line($"""
                // bias[i, j] = 0, −∞ where the mask hides key j from row i
                PairRows.Fill({Mask(spec, "tile")}, {(spec.MaskAxes == PairAxes.Keys ? "0" : "operands.KeyLength")}, rows, keys, ref bias, KeyTile);

                """);
        }

        code.Call(AdditiveScores.Create(spec, plan.Additive!), ("key", "ref Floats.At(ref operands.Key, (nint)tile * HeadDim)"), ("scale", "ref operands.Scale"));
    }
}
