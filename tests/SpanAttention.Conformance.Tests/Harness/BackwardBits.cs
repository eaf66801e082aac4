using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares emitted gradients with the scalar reference, bit for bit.</summary>
public static class BackwardBits
{
    public static IEnumerable<string> Differences(ICompiledAttention compiled, AttentionDeclaration declaration, AttentionInputs inputs, float[] contextGradient)
    {
        if (!declaration.Shape.Gradients)
        {
            return [];
        }

        AttentionResult forward = new CanonicalAttention(CanonicalArithmetic.Running, declaration.Shape) { DeclaresOneQuery = declaration.QueryLength == 1 }.Forward(inputs);
        CallGradients expected = new CanonicalBackward(CanonicalArithmetic.Running, declaration.Shape).Backward(inputs, forward, contextGradient);
        List<string?> differences = [.. Differences("with keyCount", expected, Call(operands => compiled.Backward(CallOperands.Of(inputs), inputs.KeyCount, operands), declaration.Shape, inputs, forward, contextGradient))];
        if (inputs.KeyCount == inputs.KeyLength)
        {
            differences.AddRange(Differences("", expected, Call(operands => compiled.Backward(CallOperands.Of(inputs), operands), declaration.Shape, inputs, forward, contextGradient)));
            differences.AddRange(Differences(
                "without bias gradient",
                expected with { Bias = [] },
                Call(operands => compiled.Backward(CallOperands.Of(inputs), operands with { BiasGradient = default }), declaration.Shape, inputs, forward, contextGradient)));
        }

        return differences.OfType<string>();
    }

    /// <summary>Gradients in memory that is longer than they are where it may be.</summary>
    private static CallGradients Call(Action<BackwardOperands> call, AttentionShape shape, AttentionInputs inputs, AttentionResult forward, float[] contextGradient)
    {
        CallGradients gradients = new(
            Written(shape.QueryStride, shape.Query(inputs.QueryLength)),
            Written(shape.KeyStride, shape.Key(inputs.KeyLength)),
            Written(shape.ValueStride, shape.Value(inputs.KeyLength)),
            Bits.NewDestination(shape.BiasLength(inputs.QueryLength, inputs.KeyLength)),
            Bits.NewDestination(shape.SinksLength));
        call(BackwardOperands.Of(forward, contextGradient, gradients));
        return gradients;
    }

    private static float[] Written(int? stride, TokenTensor tensor)
    {
        float[] numbers = Bits.NewDestination(tensor.Length);
        return stride is null ? numbers : numbers[..tensor.Length];
    }

    private static IEnumerable<string?> Differences(string call, CallGradients expected, CallGradients actual) =>
        expected.All.Zip(actual.All, (wanted, got) => Bits.Difference($"{wanted.Name} {call}", wanted.Numbers, got.Numbers));
}
