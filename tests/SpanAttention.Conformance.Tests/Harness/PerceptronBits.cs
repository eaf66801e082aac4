using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.References;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares every member of an emitted linear or feed-forward layer with the scalar reference, bit for bit.</summary>
public static class PerceptronBits
{
    public static IReadOnlyList<string> Differences(ICompiledPerceptron compiled, PerceptronTrial trial, DataKind kind)
    {
        Dictionary<string, float[]> tensors = trial.Tensors(kind);
        ICompiledPerceptron layer = compiled.Create(name => tensors[name]);
        CanonicalPerceptron reference = new(CanonicalArithmetic.Running, trial.Declaration, tensors);
        float[] inputs = trial.Inputs(kind);
        float[] residual = trial.Residual(kind);
        float[] outputs = Bits.NewPoisonedDestination(residual.Length);
        layer.Forward(inputs, outputs);
        float[] sums = Bits.NewPoisonedDestination(residual.Length);
        layer.ForwardAdd(inputs, residual, sums);
        float[] expectedSums = reference.ForwardAdd(inputs, residual);
        layer.ForwardAdd(inputs, residual, residual);
        string?[] differences = [Bits.Difference("Forward", reference.Forward(inputs), outputs), Bits.Difference("ForwardAdd", expectedSums, sums), Bits.Difference("ForwardAdd in place", expectedSums, residual)];
        return [.. differences.OfType<string>()];
    }
}
