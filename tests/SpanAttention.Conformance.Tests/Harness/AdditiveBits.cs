using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares every member of emitted additive attention with the scalar reference, bit for bit.</summary>
public static class AdditiveBits
{
    public static IReadOnlyList<string> Differences(ICompiledAdditive compiled, AdditiveDeclaration declaration, AdditiveInputs inputs)
    {
        CanonicalAdditive reference = new(CanonicalArithmetic.Running, declaration);
        float[] expectedContexts = reference.Forward(inputs);
        float[] contexts = Bits.NewDestination(expectedContexts.Length);
        compiled.Forward(inputs.Query, inputs.Key, inputs.Value, inputs.Scale, inputs.Mask, contexts);
        float[] expectedWeights = reference.Weights(inputs);
        float[] weights = Bits.NewDestination(expectedWeights.Length);
        compiled.Weights(inputs.Query, inputs.Key, inputs.Scale, inputs.Mask, weights);
        string?[] differences = [Bits.Difference("Forward", expectedContexts, contexts), Bits.Difference("Weights", expectedWeights, weights)];
        return [.. differences.OfType<string>()];
    }
}
