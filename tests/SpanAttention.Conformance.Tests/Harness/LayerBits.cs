using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares every member of an emitted layer with the scalar reference, bit for bit.</summary>
public static class LayerBits
{
    public static IReadOnlyList<string> Differences(ICompiledLayer compiled, LayerDeclaration declaration, LayerTensors tensors, LayerInputs inputs)
    {
        CanonicalLayer reference = new(CanonicalArithmetic.Running, declaration, tensors);
        float[] outputs = reference.Forward(inputs);
        float[] weights = reference.AttentionWeights(inputs);
        ICompiledLayer layer = compiled.Create(tensors);
        LayerOperands operands = LayerOperands.Of(inputs);
        List<string?> differences =
        [
            Difference("Forward with tokenCount", outputs, destination => layer.Forward(operands, inputs.TokenCount, destination)),
            Difference("AttentionWeights with tokenCount", weights, destination => layer.AttentionWeights(operands, inputs.TokenCount, destination)),
        ];
        if (inputs.TokenCount == inputs.KeyLength)
        {
            differences.Add(Difference("Forward", outputs, destination => layer.Forward(operands, destination)));
            differences.Add(Difference("AttentionWeights", weights, destination => layer.AttentionWeights(operands, destination)));
            float[] residual = Bits.Residual(outputs.Length);
            float[] sums = Bits.Sum(residual, outputs);
            differences.Add(Difference("ForwardAdd", sums, destination => layer.ForwardAdd(operands, residual, destination)));
            differences.Add(Difference("ForwardAdd in the residual's place", sums, destination =>
            {
                residual.CopyTo(destination, 0);
                layer.ForwardAdd(operands, destination.AsSpan(0, residual.Length), destination);
            }));
            if (declaration.IsCross)
            {
                ContextCache context = layer.ProjectContext(operands);
                differences.Add(Difference("Forward over a projected context", outputs, destination => layer.Forward(operands, context, destination)));
            }
        }

        return [.. differences.OfType<string>()];

        string? Difference(string name, float[] expected, Action<float[]> write)
        {
            float[] destination = Bits.NewDestination(expected.Length);
            DirtyWorkspace.Spread(layer.WorkspaceBytes(inputs.QueryLength, inputs.KeyLength));
            write(destination);
            return Bits.Difference(name, expected, destination);
        }
    }
}
