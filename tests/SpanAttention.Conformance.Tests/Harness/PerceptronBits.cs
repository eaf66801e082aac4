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
        float[] expectedSums = reference.ForwardAdd(inputs, residual);
        string?[] differences =
        [
            Difference("Forward", reference.Forward(inputs), Bits.NewPoisonedDestination(residual.Length), outputs => layer.Forward(inputs, outputs)),
            Difference("ForwardParallel", reference.Forward(inputs), Bits.NewPoisonedDestination(residual.Length), outputs => layer.ForwardParallel(inputs, outputs)),
            Difference("ForwardAdd", expectedSums, Bits.NewPoisonedDestination(residual.Length), sums => layer.ForwardAdd(inputs, residual, sums)),
            Difference("ForwardAdd in place", expectedSums, residual, sums => layer.ForwardAdd(inputs, sums, sums)),
        ];
        return [.. differences.OfType<string>(), .. trial.Declaration.Gradients ? PerceptronBackwardBits.Differences(layer, trial, kind) : []];

        string? Difference(string name, float[] expected, float[] destination, Action<float[]> write)
        {
            DirtyWorkspace.Spread(layer.WorkspaceBytes(trial.Tokens));
            write(destination);
            return Bits.Difference(name, expected, destination);
        }
    }
}
