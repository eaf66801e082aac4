using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about layers whose weights are learned.</summary>
internal static class LearningRules
{
    public static void Check(bool gradients, WeightElement element, FindingList findings)
    {
        if (gradients && element != WeightElement.Single)
        {
            findings.AddAt("Gradients", Rules.ShortWeightsLearn, element);
        }
    }

    /// <summary>Checks how an attention layer keeps keys and values.</summary>
    public static void CheckKeys(bool gradients, StoredElement element, FindingList findings)
    {
        if (gradients && element != StoredElement.Single)
        {
            findings.AddAt("Gradients", Rules.ShortKeysLearn, element);
        }
    }
}
