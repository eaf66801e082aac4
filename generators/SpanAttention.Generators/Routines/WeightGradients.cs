using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Gradients of a layer's weight tensors, as a kernel takes them: spans that it adds to.</summary>
internal sealed class WeightGradients(DeclaredSpec spec)
{
    private readonly IReadOnlyList<WeightTensor> declared = Declared(spec);

    /// <summary>Tensors that have a gradient.</summary>
    public static IReadOnlyList<WeightTensor> Declared(DeclaredSpec spec) => [.. spec.Learned.Where(static tensor => tensor.Declared)];

    /// <summary>Parameters of an entry: one a tensor of <c>Weights</c>.</summary>
    public string Spans => string.Join(", ", spec.Learned.Select(static tensor => $"Span<float> {tensor.GradientParameter}"));

    /// <summary>The same as arguments.</summary>
    public string Arguments => string.Join(", ", spec.Learned.Select(static tensor => tensor.GradientParameter));

    /// <summary>Arguments that refer to the first element of each that is declared, each with its comma.</summary>
    public string References => string.Concat(declared.Select(static tensor => $"ref MemoryMarshal.GetReference({tensor.GradientParameter}), "));

    /// <summary>Parameters of a routine that takes those.</summary>
    public string Parameters => string.Concat(declared.Select(static tensor => $"ref float {tensor.GradientParameter}, "));

    /// <summary>Checks that each is as long as its tensor.</summary>
    public void WriteLengths(KernelWriter code)
    {
        foreach (WeightTensor tensor in spec.Learned)
        {
            code.Line(tensor.Declared
                ? $"SpanShape.Exactly({tensor.GradientParameter}.Length, {tensor.Lengths}, \"{NameOf(tensor)}\", \"{tensor.Words}\");"
                : $"SpanShape.Empty({tensor.GradientParameter}.Length, \"{NameOf(tensor)}\", \"{tensor.Property}\");");
        }
    }

    /// <summary>Checks that what is written lies on nothing that is read, and on no other result.</summary>
    /// <param name="code">Takes the checks.</param>
    /// <param name="given">All that is read.</param>
    /// <param name="results">Results beside the gradients.</param>
    public void WriteApart(KernelWriter code, IReadOnlyList<Tensor> given, params Tensor[] results)
    {
        for (int index = 0; index < results.Length; index++)
        {
            Check.WriteDisjoint(code, results[index], [.. given, .. results.Take(index)], ExtentOf(results[index]));
        }

        for (int index = 0; index < declared.Count; index++)
        {
            WeightTensor tensor = declared[index];
            foreach ((string parameter, string name) in given.Select(static tensor => (tensor.Name, tensor.Name)).Concat(declared.Take(index).Select(static other => (other.GradientParameter, NameOf(other)))))
            {
                code.Line($"SpanShape.Disjoint({tensor.GradientParameter}, {tensor.GradientParameter}.Length, {parameter}, \"{NameOf(tensor)}\", \"{name}\");");
            }

            foreach (Tensor result in results)
            {
                code.Line($"SpanShape.Disjoint({result.Name}, {ExtentOf(result)}, {tensor.GradientParameter}, \"{result.Name}\", \"{NameOf(tensor)}\");");
            }
        }
    }

    private static string ExtentOf(Tensor result) => result.IsOptional ? $"{result.Name}.Length" : result.Extent;

    private static string NameOf(WeightTensor tensor) => $"gradients.{tensor.Name}";
}
