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

    /// <summary>Gradients, and the logSumExp that they are computed from; none where they are not declared.</summary>
    public static IReadOnlyList<string> GradientDifferences(ICompiledAdditive compiled, AdditiveDeclaration declaration, AdditiveInputs inputs, float[] contextGradient)
    {
        if (!declaration.Gradients)
        {
            return [];
        }

        CanonicalAdditive forward = new(CanonicalArithmetic.Running, declaration);
        float[] expectedContexts = forward.Forward(inputs);
        float[] expectedLogSumExp = forward.LogSumExp(inputs);
        float[] contexts = Bits.NewDestination(expectedContexts.Length);
        float[] logSumExp = Bits.NewDestination(expectedLogSumExp.Length);
        compiled.Forward(inputs.Query, inputs.Key, inputs.Value, inputs.Scale, inputs.Mask, contexts, logSumExp);
        AdditiveGradients expected = new CanonicalAdditiveBackward(CanonicalArithmetic.Running, declaration).Backward(inputs, expectedContexts, expectedLogSumExp, contextGradient);
        AdditiveGradients gradients = Call(compiled, inputs, expectedContexts, expectedLogSumExp, contextGradient);
        return
        [
            .. new[] { Bits.Difference("Forward with logSumExp", expectedContexts, contexts), Bits.Difference("logSumExp", expectedLogSumExp, logSumExp) }.OfType<string>(),
            .. expected.All.Zip(gradients.All, static (wanted, got) => Bits.Difference(wanted.Name, wanted.Numbers, got.Numbers)).OfType<string>(),
        ];
    }

    /// <summary>Gradients in memory that is longer than they are, and full of NaN before.</summary>
    public static AdditiveGradients Call(ICompiledAdditive compiled, AdditiveInputs inputs, float[] context, float[] logSumExp, float[] contextGradient)
    {
        AdditiveGradients gradients = new(
            Bits.NewPoisonedDestination(inputs.Query.Length), Bits.NewPoisonedDestination(inputs.Key.Length), Bits.NewPoisonedDestination(inputs.Value.Length), Bits.NewPoisonedDestination(inputs.Scale.Length));
        compiled.Backward(
            inputs.Query, inputs.Key, inputs.Value, inputs.Scale, inputs.Mask, context, logSumExp, contextGradient,
            gradients.Query, gradients.Key, gradients.Value, gradients.Scale);
        return gradients;
    }
}
