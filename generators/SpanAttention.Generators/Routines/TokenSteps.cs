using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the steps that keys and queries of tokens have in common.</summary>
internal static class TokenSteps
{
    /// <summary>Writes the call that fills in the angles of consecutive tokens, where they are rotated.</summary>
    public static void WriteAngles(KernelWriter code, AttentionPlan plan, string position, string tokens, string row = "row: 0")
    {
        if (plan.Spec.Layer!.Rotary is not null)
        {
            code.Line($"FillAngles(ref operands, {row}, {position}, {tokens});");
        }
    }

    /// <summary>Writes the steps on projected heads: normalized, then rotated.</summary>
    public static void WriteHeadSteps(KernelWriter code, AttentionPlan plan, LayerProjection projection, string rows)
    {
        LayerSpec layer = plan.Spec.Layer!;
        string heads = $"ref {rows}, {projection.Stride}, {projection.Tokens}, {projection.Heads}, HeadDim";
        if (layer.QkNorm is { } norm)
        {
            code.Line(Normalize(norm.Kind, projection, rows, heads));
        }

        if (layer.Rotary is not null)
        {
            code.Line($"RotaryHeads.Rotate({heads}, RotaryInterleaved, RotaryPairs, ref operands.Region(CosinesOffset), ref operands.Region(SinesOffset));");
        }
    }

    private static string Normalize(QkNorm norm, LayerProjection projection, string rows, string heads)
    {
        string weight = $"ref Floats.At(ref operands.Weights, {projection.Name}NormOffset)";
        return norm switch
        {
            QkNorm.Projection => $"ProjectionNorm.RootMeanSquare(ref {rows}, {projection.Stride}, {projection.Tokens}, {projection.OutputDim}, {weight}, QkNormEpsilon);",
            QkNorm.HeadLayerNorm => $"ProjectionNorm.LayerNorm({heads}, {weight}, ref Floats.At(ref operands.Weights, {projection.Name}NormBiasOffset), QkNormEpsilon);",
            _ => $"HeadNorm.Apply({heads}, {weight}, QkNormEpsilon);",
        };
    }

    /// <summary>Writes the method that fills in angles.</summary>
    public static void WriteFillAngles(KernelWriter code)
    {
        code.Line();
        code.Line("/// <summary>Cosines and sines of position · frequency for tokens of a block, from a row of it on.</summary>");
        using (code.Block("private static void FillAngles(ref Operands operands, int row, int position, int tokens)"))
        {
            code.Line("""
                long first = (long)row * RotaryPairs;
                RotaryHeads.Fill(position, tokens, ref Floats.At(ref operands.Weights, RotaryFrequenciesOffset), RotaryPairs, ref operands.Region(CosinesOffset + first), ref operands.Region(SinesOffset + first));
                """);
        }
    }
}
