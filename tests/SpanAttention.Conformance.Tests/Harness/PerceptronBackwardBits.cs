using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.References;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares what a linear or feed-forward layer learns by with the scalar reference, bit for bit.</summary>
public static class PerceptronBackwardBits
{
    // Tokens that a tape has room for beyond those of the call.
    private const int Spare = 3;

    public static IReadOnlyList<string> Differences(ICompiledPerceptron layer, PerceptronTrial trial, DataKind kind)
    {
        CanonicalPerceptron reference = new(CanonicalArithmetic.Running, trial.Declaration, trial.Tensors(kind));
        float[] inputs = trial.Inputs(kind);
        float[] destinationGradient = trial.DestinationGradient(kind);
        float[] outputs = Bits.NewPoisonedDestination(trial.Tokens * trial.Declaration.OutputDim);
        object tape = layer.CreateTape(trial.Tokens + Spare);
        DirtyWorkspace.Spread(layer.WorkspaceBytes(trial.Tokens));
        layer.Forward(inputs, tape, outputs);
        List<string?> differences = [Bits.Difference("Forward onto a tape", reference.Forward(inputs), outputs)];

        Dictionary<string, float[]> gradients = trial.Gradients(kind);
        Dictionary<string, float[]> expected = trial.Gradients(kind);
        foreach (string call in new[] { "Backward", "Backward again" })
        {
            float[] inputGradient = Bits.NewPoisonedDestination(inputs.Length);
            DirtyWorkspace.Spread(layer.WorkspaceBytes(trial.Tokens));
            layer.Backward(tape, destinationGradient, name => gradients[name], inputGradient);
            differences.Add(Bits.Difference($"{call}: inputGradient", reference.Backward(inputs, destinationGradient, expected), inputGradient));
            differences.AddRange(expected.Select(gradient => Bits.Difference($"{call}: gradient of {gradient.Key}", gradient.Value, gradients[gradient.Key])));
        }

        return [.. differences.OfType<string>()];
    }
}
