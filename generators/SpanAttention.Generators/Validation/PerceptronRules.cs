using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about the dimensions of linear and feed-forward layers.</summary>
internal static class PerceptronRules
{
    // A block of 64 tokens, and hidden units beside it, are counted by ints.
    private const int WidestToken = 1 << 24;

    // A block of 128 tokens, several times over.
    private const int WidestLearnedToken = 1 << 20;

    public static void Check(Declaration declaration, PerceptronSpec spec, FindingList findings)
    {
        if (spec.FusedGateUp && !spec.Gated)
        {
            findings.AddAt("FusedGateUp", Rules.NoGate, "FusedGateUp", "Gated");
        }

        LearningRules.Check(spec.Gradients, spec.WeightElement, findings);
        CheckToken("inputs", spec.InputDim, spec, findings);
        CheckToken("destination", spec.OutputDim, spec, findings);
        if (spec.Gradients)
        {
            CheckToken("hidden units", spec.HiddenDim, spec, findings);
        }

        if (!findings.Any)
        {
            ShapeRules.CheckArray("the layer's weights", spec.Packed.Sum(static tensor => (decimal)tensor.Floats), findings);
        }
    }

    private static void CheckToken(string tensor, int dim, PerceptronSpec spec, FindingList findings)
    {
        int widest = spec.Gradients ? WidestLearnedToken : WidestToken;
        if (dim > widest)
        {
            findings.Add(Rules.Overflow, $"One token of {tensor}, [{dim}] (dim),", dim, widest);
        }
    }
}
