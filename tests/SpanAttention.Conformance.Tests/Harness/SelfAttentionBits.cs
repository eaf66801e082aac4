using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares every member of emitted self-attention with the scalar reference, bit for bit.</summary>
public static class SelfAttentionBits
{
    public static IReadOnlyList<string> Differences(ICompiledSelfAttention compiled, SelfAttentionDeclaration declaration, float[] inputs)
    {
        CanonicalSelfAttention reference = new(CanonicalArithmetic.Running, declaration);
        string?[] differences =
        [
            Difference("Scores", reference.Scores(inputs), destination => compiled.Scores(inputs, destination)),
            Difference("Weights", reference.Weights(inputs), destination => compiled.Weights(inputs, destination)),
            Difference("Forward", reference.Forward(inputs), destination => compiled.Forward(inputs, destination)),
        ];
        return [.. differences.OfType<string>()];
    }

    private static string? Difference(string name, float[] expected, Action<float[]> write)
    {
        float[] destination = Bits.NewDestination(expected.Length);
        write(destination);
        return Bits.Difference(name, expected, destination);
    }
}
