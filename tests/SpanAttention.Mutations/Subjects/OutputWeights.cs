using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>The weights of each output of a linear layer come back as they were given.</summary>
internal static class OutputWeights
{
    public static IEnumerable<string> Differences(ICompiledPerceptron compiled, LinearDeclaration declaration)
    {
        Dictionary<string, float[]> tensors = new PerceptronTrial(declaration, 1, 1).Tensors(DataKind.Ordinary);
        ICompiledPerceptron layer = compiled.Create(name => tensors[name]);
        return tensors["Weight"].Chunk(declaration.InputDim).Select((weights, output) =>
        {
            float[] copy = Bits.NewDestination(weights.Length);
            layer.CopyWeights(output, copy);
            return Bits.Difference($"CopyWeights of output {output}", weights, copy);
        }).OfType<string>();
    }
}
