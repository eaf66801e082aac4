using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Gradients of a layer's weight tensors, as a kernel takes them: spans that it adds to.</summary>
internal sealed class WeightGradients(DeclaredSpec spec)
{
    private readonly IReadOnlyList<WeightTensor> declared = [.. spec.Weights.Where(static tensor => tensor.Declared)];

    /// <summary>Parameters of an entry: one a tensor of <c>Weights</c>.</summary>
    public string Spans => string.Join(", ", spec.Weights.Select(static tensor => $"Span<float> {tensor.GradientParameter}"));

    /// <summary>Arguments that refer to the first element of each that is declared, each with its comma.</summary>
    public string References => string.Concat(declared.Select(static tensor => $"ref MemoryMarshal.GetReference({tensor.GradientParameter}), "));

    /// <summary>Parameters of a routine that takes those.</summary>
    public string Parameters => string.Concat(declared.Select(static tensor => $"ref float {tensor.GradientParameter}, "));

    /// <summary>Checks that each is as long as its tensor.</summary>
    public void WriteLengths(KernelWriter code)
    {
        foreach (WeightTensor tensor in spec.Weights)
        {
            code.Line(tensor.Declared
                ? $"SpanShape.Exactly({tensor.GradientParameter}.Length, {tensor.Lengths}, \"{NameOf(tensor)}\", \"{tensor.Words}\");"
                : $"SpanShape.Empty({tensor.GradientParameter}.Length, \"{NameOf(tensor)}\", \"{tensor.Property}\");");
        }
    }

    /// <summary>Checks that what is written lies on nothing that is read, and on no other result.</summary>
    public void WriteApart(KernelWriter code, IReadOnlyList<Tensor> given, Tensor result)
    {
        Check.WriteDisjoint(code, result, given);
        for (int index = 0; index < declared.Count; index++)
        {
            WeightTensor tensor = declared[index];
            foreach ((string parameter, string name) in given.Select(static tensor => (tensor.Name, tensor.Name)).Concat(declared.Take(index).Select(static other => (other.GradientParameter, NameOf(other)))))
            {
                code.Line($"SpanShape.Disjoint({tensor.GradientParameter}, {tensor.GradientParameter}.Length, {parameter}, \"{NameOf(tensor)}\", \"{name}\");");
            }

            code.Line($"SpanShape.Disjoint({result.Name}, {result.Extent}, {tensor.GradientParameter}, \"{result.Name}\", \"{NameOf(tensor)}\");");
        }
    }

    private static string NameOf(WeightTensor tensor) => $"gradients.{tensor.Name}";
}
