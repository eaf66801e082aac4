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
            declaration.Gradients ? BackwardDifference(compiled, declaration, inputs) : null,
        ];
        return [.. differences.OfType<string>()];
    }

    /// <summary>The gradient of contexts is of the same kind of data: the inputs, from their last to their first.</summary>
    private static string? BackwardDifference(ICompiledSelfAttention compiled, SelfAttentionDeclaration declaration, float[] inputs)
    {
        float[] contextGradient = [.. inputs.Reverse()];
        return Difference("Backward", new CanonicalSelfBackward(CanonicalArithmetic.Running, declaration).Backward(inputs, contextGradient), destination => compiled.Backward(inputs, contextGradient, destination));
    }

    private static string? Difference(string name, float[] expected, Action<float[]> write)
    {
        float[] destination = Bits.NewDestination(expected.Length);
        write(destination);
        return Bits.Difference(name, expected, destination);
    }
}
