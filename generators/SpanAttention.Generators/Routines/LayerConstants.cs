using System.Globalization;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits a layer's widths and where each tensor lies among its packed weights.</summary>
internal static class LayerConstants
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerSpec layer = spec.Layer!;
        code.Line($"""
            private const int InputDim = {layer.InputDim};
            private const int OutputDim = {layer.OutputDim};
            private const int KeyInputDim = {layer.KeyInputDim};
            private const int ValueInputDim = {layer.ValueInputDim};
            private const int QueryWidth = Heads * HeadDim; // floats of all heads of a token
            private const int KeyWidth = KeyValueHeads * HeadDim;
            private const int ValueWidth = KeyValueHeads * ValueDim;
            """);
        if (layer.OutputProjection || spec.Learns)
        {
            code.Line("private const int ContextWidth = Heads * ValueDim;");
        }

        if (layer.HasCache)
        {
            code.Line($"private const int CacheTokens = {spec.CacheTokens}; // that there is room for in a cache");
        }

        LayerPacking.WriteOffsets(code, spec);
        if (spec.TakesSequences)
        {
            ParallelTokens.WriteConstants(code, plan);
        }

        WriteBlock(code, plan);
        WriteHeadSteps(code, layer);
        if (spec.Learns)
        {
            TapeConstants.Write(code, spec, makesTapes: true);
        }
    }

    /// <summary>Writes the numbers of what is done to each head.</summary>
    /// <param name="code">Takes the constants.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="withFrequencies">Whether the kernel needs the frequencies of rotations, too.</param>
    public static void WriteHeadSteps(KernelWriter code, LayerSpec layer, bool withFrequencies = true)
    {
        if (layer.QkNorm is { } norm)
        {
            code.Line();
            code.Line($"private const float QkNormEpsilon = {Literal.Of((float)norm.Epsilon)}; // added to {Under(norm.Kind)}");
        }

        if (layer.Rotary is { } rotary)
        {
            code.Line();
            (string interleaved, string words) = rotary.Interleaved ? ("true", "pairs are neighbours") : ("false", "pairs lie RotaryPairs dimensions apart");
            code.Line($"""
                private const int RotaryPairs = {rotary.Pairs}; // pairs of dimensions that are rotated
                private const bool RotaryInterleaved = {interleaved}; // {words}
                """);
            if (withFrequencies)
            {
                WriteFrequencies(code, rotary);
            }
        }
    }

    private static void WriteFrequencies(KernelWriter code, RotarySpec rotary)
    {
        if (rotary.HasFrequencies)
        {
            code.Line();
            Literals.Write(code, "RotaryFrequencies", $"Radians a position: {rotary.Base.ToString(CultureInfo.InvariantCulture)} to the power of −2i / RotaryDim.", Numbers.RotaryFrequencies(rotary));
        }
    }

    private static string Under(QkNorm norm) => norm switch
    {
        QkNorm.Projection => "the mean square of a token's heads",
        QkNorm.HeadLayerNorm => "the variance of a head",
        _ => "the mean square of a head",
    };

    private static void WriteBlock(KernelWriter code, AttentionPlan plan)
    {
        Scratch block = LayerBlock.Of(plan);
        code.Line("""

            // A block of tokens from inputs to outputs, in floats
            """);
        ScratchRegions.WriteOffsets(code, block, "long");
        code.Line($"private const long BlockLength = {block.End};");
    }
}
