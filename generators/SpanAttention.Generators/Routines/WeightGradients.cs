using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Routines;

/// <summary>Gradients of weight tensors, as a kernel takes them: spans that it adds to.</summary>
/// <param name="learned">Each tensor that is learned, with the words that name its gradient.</param>
internal sealed class WeightGradients(IReadOnlyList<WeightGradients.Learned> learned)
{
    private readonly IReadOnlyList<Learned> declared = [.. learned.Where(static gradient => gradient.Tensor.Declared)];

    /// <summary>Those of a layer.</summary>
    public WeightGradients(DeclaredSpec spec)
        : this([.. spec.Learned.Select(static tensor => new Learned(tensor, tensor.GradientParameter, $"gradients.{tensor.Name}"))])
    {
    }

    /// <summary>Those of a part of a block, as the block's kernel takes them.</summary>
    public static WeightGradients Of(BlockPart part) => new([.. OfPart(part)]);

    /// <summary>Those of a block's norms, then those of its parts.</summary>
    public static WeightGradients Of(BlockSpec spec) => new([.. new WeightGradients(spec).All, .. spec.Parts.SelectMany(OfPart)]);

    /// <summary>Tensors that have a gradient.</summary>
    public static IReadOnlyList<WeightTensor> Declared(DeclaredSpec spec) => [.. spec.Learned.Where(static tensor => tensor.Declared)];

    /// <summary>Parameters of an entry: one a tensor of <c>Weights</c>.</summary>
    public string Spans => string.Join(", ", learned.Select(static gradient => $"Span<float> {gradient.Parameter}"));

    /// <summary>The same as arguments.</summary>
    public string Arguments => string.Join(", ", learned.Select(static gradient => gradient.Parameter));

    /// <summary>Arguments that refer to the first element of each that is declared, each with its comma.</summary>
    public string References => string.Concat(declared.Select(static gradient => $"ref MemoryMarshal.GetReference({gradient.Parameter}), "));

    /// <summary>Parameters of a routine that takes those.</summary>
    public string Parameters => string.Concat(declared.Select(static gradient => $"ref float {gradient.Parameter}, "));

    private IEnumerable<Learned> All => learned;

    private static IEnumerable<Learned> OfPart(BlockPart part) =>
        part.Spec.Learned.Select(tensor => new Learned(tensor, part.Parameter + Casing.Pascal(tensor.GradientParameter), $"gradients.{part.Name}.{tensor.Name}"));

    /// <summary>Checks that each is as long as its tensor.</summary>
    public void WriteLengths(KernelWriter code)
    {
        foreach ((WeightTensor tensor, string parameter, string name) in learned)
        {
            code.Line(tensor.Declared
                ? $"SpanShape.Exactly({parameter}.Length, {tensor.Lengths}, \"{name}\", \"{tensor.Words}\");"
                : $"SpanShape.Empty({parameter}.Length, \"{name}\", \"{tensor.Property}\");");
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
            (_, string parameter, string name) = declared[index];
            foreach ((string other, string otherName) in given.Select(static tensor => (tensor.Name, tensor.Name)).Concat(declared.Take(index).Select(static other => (other.Parameter, other.Name))))
            {
                code.Line($"SpanShape.Disjoint({parameter}, {parameter}.Length, {other}, \"{name}\", \"{otherName}\");");
            }

            foreach (Tensor result in results)
            {
                code.Line($"SpanShape.Disjoint({result.Name}, {ExtentOf(result)}, {parameter}, \"{result.Name}\", \"{name}\");");
            }
        }
    }

    private static string ExtentOf(Tensor result) => result.IsOptional ? $"{result.Name}.Length" : result.Extent;

    /// <summary>A tensor that is learned.</summary>
    /// <param name="Tensor">The tensor.</param>
    /// <param name="Parameter">The parameter that its gradient comes by.</param>
    /// <param name="Name">What messages call that: <c>gradients.Attention.Query</c>.</param>
    public sealed record Learned(WeightTensor Tensor, string Parameter, string Name);
}
