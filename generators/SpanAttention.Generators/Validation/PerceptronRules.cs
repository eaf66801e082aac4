using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about the dimensions of linear and feed-forward layers.</summary>
internal static class PerceptronRules
{
    // A block of 64 tokens, and hidden units beside it, are counted by ints.
    private const int WidestToken = 1 << 24;

    public static void Check(Declaration declaration, PerceptronSpec spec, FindingList findings)
    {
        if (spec.FusedGateUp && !spec.Gated)
        {
            findings.AddAt("FusedGateUp", Rules.NoGate, "FusedGateUp", "Gated");
        }

        CheckToken("inputs", spec.InputDim, findings);
        CheckToken("destination", spec.OutputDim, findings);
        if (!findings.Any)
        {
            ShapeRules.CheckArray("the layer's weights", spec.Packed.Sum(static tensor => (decimal)tensor.Floats), findings);
        }
    }

    private static void CheckToken(string tensor, int dim, FindingList findings)
    {
        if (dim > WidestToken)
        {
            findings.Add(Rules.Overflow, $"One token of {tensor}, [{dim}] (dim),", dim, WidestToken);
        }
    }
}
