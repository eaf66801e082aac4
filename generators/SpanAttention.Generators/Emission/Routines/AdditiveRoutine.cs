using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits Attend and Weigh of additive attention: block by block of query rows, tile by tile of keys, with online softmax.</summary>
internal static class AdditiveRoutine
{
    private const string Parameters = "ref Operands operands, int firstRow, ref float scratch";

    /// <summary>Contexts: sums of weighted values grow where contexts are wanted, and are normalized there.</summary>
    public static void WriteAttend(CodeWriter code, AttentionPlan plan)
    {
        BlockSteps.WriteDriver(code, plan, "Attend", "context = softmax(scores) · value.", () => WriteBlocks(code, "AttendBlock"));
        code.Line();
        WriteBlock(code, "AttendBlock", "Contexts of up to QueryBlock query rows.", () =>
        {
            code.Line("ref float context = ref Unsafe.Add(ref operands.Destination, (nint)firstRow * ValueDim);");
            WriteStart(code, plan.Spec);
            code.Line("MemoryMarshal.CreateSpan(ref context, rows * ValueDim).Clear();");
            code.Line();
            WriteTiles(code, () =>
            {
                WriteScores(code, plan.Spec);
                code.Line("SharedSoftmax(ref scores, keys, rows, ref maximum, ref sum, ref rescale);");
                WriteContexts(code, plan.Spec.Additive!);
            });
            code.Line();
            code.Line("// context_i / sum_i");
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                code.Line("""
                    ref float rowContext = ref Unsafe.Add(ref context, row * ValueDim);
                    Rows.Normalize(ref rowContext, ValueDim, Unsafe.Add(ref sum, row), ref rowContext);
                    """);
            }
        });
    }

    /// <summary>Weights: scores are kept where weights are wanted, so that no tangent is taken twice.</summary>
    public static void WriteWeigh(CodeWriter code, AttentionPlan plan)
    {
        BlockSteps.WriteDriver(code, plan, "Weigh", "weights = softmax(scores).", () => WriteBlocks(code, "WeighBlock"));
        code.Line();
        WriteBlock(code, "WeighBlock", "Weights of up to QueryBlock query rows.", () =>
        {
            code.Line("ref float destination = ref Unsafe.Add(ref operands.Destination, (nint)firstRow * operands.KeyLength);");
            WriteStart(code, plan.Spec);
            code.Line();
            WriteTiles(code, () =>
            {
                WriteScores(code, plan.Spec);
                using (code.Block("for (int row = 0; row < rows; row++)"))
                {
                    code.Line("""
                        ref float rowScores = ref Unsafe.Add(ref destination, ((nint)row * operands.KeyLength) + tile);
                        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref scores, row * KeyTile), keys).CopyTo(MemoryMarshal.CreateSpan(ref rowScores, keys));
                        """);
                }

                code.Line();
                code.Line("SharedSoftmax(ref scores, keys, rows, ref maximum, ref sum, ref rescale);");
            });
            code.Line();
            code.Line("// weights_i = 2^(c · scores_i − c · maximum_i) / sum_i");
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                code.Line("RowWeights.Normalize(ref Unsafe.Add(ref destination, (nint)row * operands.KeyLength), operands.KeyLength, Unsafe.Add(ref maximum, row), Unsafe.Add(ref sum, row), ScaleLog2E);");
            }
        });
    }

    private static void WriteBlocks(CodeWriter code, string block)
    {
        using (code.Block("for (int firstRow = 0; firstRow < operands.QueryLength; firstRow += QueryBlock)"))
        {
            code.Line($"{block}(ref operands, firstRow, ref scratch);");
        }
    }

    private static void WriteBlock(CodeWriter code, string name, string summary, Action writeBody)
    {
        code.Line($"/// <summary>{summary}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void {name}({Parameters})"))
        {
            BlockSteps.WriteRegions(code, "keyLanes", "scores", "maximum", "sum", "rescale");
            code.Line("""
                int rows = Math.Min(QueryBlock, operands.QueryLength - firstRow);
                ref float query = ref Unsafe.Add(ref operands.Query, (nint)firstRow * HeadDim);
                """);
            writeBody();
        }
    }

    private static void WriteStart(CodeWriter code, AttentionSpec spec)
    {
        if (spec.Additive!.Mask == PairAxes.QueryKeys)
        {
            code.Line("ref bool mask = ref Unsafe.Add(ref operands.Mask, (nint)firstRow * operands.KeyLength);");
        }

        code.Line("""
            MemoryMarshal.CreateSpan(ref maximum, rows).Fill(-ScoreLimit);
            MemoryMarshal.CreateSpan(ref sum, rows).Clear();
            """);
    }

    private static void WriteTiles(CodeWriter code, Action writeTile)
    {
        using (code.Block("for (int tile = 0; tile < operands.KeyLength; tile += KeyTile)"))
        {
            code.Line("int keys = Math.Min(KeyTile, operands.KeyLength - tile);");
            writeTile();
        }
    }

    private static void WriteScores(CodeWriter code, AttentionSpec spec)
    {
        string scale = spec.Additive!.HasScale ? "ref operands.Scale, " : "";
        code.Line($"AdditiveScores(ref query, ref Unsafe.Add(ref operands.Key, (nint)tile * HeadDim), keys, rows, {scale}ref keyLanes, ref scores);");
        if (spec.Additive.HasMask)
        {
            code.Line($"""
                ref bool tileMask = ref Unsafe.Add(ref {(spec.Additive.Mask == PairAxes.Keys ? "operands.Mask" : "mask")}, tile);
                PairRows.Hide(ref tileMask, {MaskStride(spec.Additive)}, rows, keys, ref scores, KeyTile);
                """);
        }
    }

    private static void WriteContexts(CodeWriter code, AdditiveSpec additive)
    {
        code.Line("ref float value = ref Unsafe.Add(ref operands.Value, (nint)tile * ValueDim);");
        if (!additive.HasMask)
        {
            code.Line("SharedContext(ref scores, ref value, keys, rows, ref rescale, ref context);");
            return;
        }

        using (code.Block("if (Rows.AreFinite(ref value, ValueDim, keys, ValueDim))"))
        {
            code.Line("SharedContext(ref scores, ref value, keys, rows, ref rescale, ref context);");
        }

        using (code.Block("else"))
        {
            string rowMask = additive.Mask == PairAxes.Keys ? "ref tileMask" : "ref Unsafe.Add(ref tileMask, (nint)row * operands.KeyLength)";
            code.Line("// 0 · ∞ is not 0: masked keys are left out one by one");
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                code.Line($"""
                    ref float rowWeights = ref Unsafe.Add(ref scores, row * KeyTile);
                    PairRows.Drop({rowMask}, keys, ref rowWeights);
                    Rows.AddVisible(ref rowWeights, ref value, ValueDim, keys, ValueDim, Unsafe.Add(ref rescale, row), ref Unsafe.Add(ref context, row * ValueDim));
                    """);
            }
        }
    }

    private static string MaskStride(AdditiveSpec additive) => additive.Mask == PairAxes.Keys ? "flagStride: 0" : "operands.KeyLength";
}
