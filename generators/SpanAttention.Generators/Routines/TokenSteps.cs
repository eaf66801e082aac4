using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the steps that keys and queries of tokens have in common.</summary>
internal static class TokenSteps
{
    private const string Angles = "tokens, ref Floats.At(ref operands.Weights, RotaryFrequenciesOffset), RotaryPairs, ref operands.Region(CosinesOffset + first), ref operands.Region(SinesOffset + first));";

    /// <summary>Writes the call that fills in the angles of consecutive tokens of a sequence, where they are rotated.</summary>
    /// <param name="code">Takes the call.</param>
    /// <param name="plan">The plan of the layer.</param>
    /// <param name="position">The position of the first token, an expression.</param>
    /// <param name="tokens">How many there are.</param>
    public static void WriteAngles(KernelWriter code, AttentionPlan plan, string position, string tokens) =>
        WriteAngles(code, plan, position, plan.Spec.TakesPositionsOverCache ? $"{position} - operands.FirstToken" : position, tokens, "row: 0");

    /// <summary>The same from a row of the block on.</summary>
    /// <inheritdoc cref="WriteAngles(KernelWriter, AttentionPlan, string, string)"/>
    /// <param name="token">The place of the first token among all tokens of the call, an expression.</param>
    /// <param name="row">The row, an argument.</param>
    public static void WriteAngles(KernelWriter code, AttentionPlan plan, string position, string token, string tokens, string row)
    {
        if (plan.Spec.Layer!.Rotary is { } rotary)
        {
            code.Line($"FillAngles(ref operands, {row}, {(rotary.IsCounted ? position : token)}, {tokens});");
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
    /// <param name="code">Takes the method.</param>
    /// <param name="rotary">The rotation.</param>
    public static void WriteFillAngles(KernelWriter code, RotarySpec rotary)
    {
        code.Line();
        string words = rotary.HasFrequencies ? "of position · frequency" : "as the call brings them";
        code.Line($"/// <summary>Cosines and sines {words} for tokens of a block, from a row of it on{(rotary.IsCounted ? "" : "; token is the first of them in the call")}.</summary>");
        using (code.Block($"private static void FillAngles(ref Operands operands, int row, int {(rotary.IsCounted ? "position" : "token")}, int tokens)"))
        {
            code.Line("long first = (long)row * RotaryPairs;");
            switch (rotary.Positions)
            {
                case RotaryPositions.Counted:
                    code.Line($"RotaryHeads.Fill(position, {Angles}");
                    break;
                case RotaryPositions.Given:
                    code.Line($"RotaryHeads.FillAt(ref Unsafe.Add(ref operands.Positions, token), {Angles}");
                    break;
                case RotaryPositions.Rows:
                    code.Line("Rows.Copy(ref Floats.At(ref operands.Cos, (nint)token * RotaryPairs), RotaryPairs, tokens, RotaryPairs, ref operands.Region(CosinesOffset + first));");
                    code.Line("Rows.Copy(ref Floats.At(ref operands.Sin, (nint)token * RotaryPairs), RotaryPairs, tokens, RotaryPairs, ref operands.Region(SinesOffset + first));");
                    break;
            }
        }
    }
}
