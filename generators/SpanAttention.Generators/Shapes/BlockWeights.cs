using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Shapes;

/// <summary>Tensors of a block, or of one of its parts, as parameters of the block's kernel.</summary>
/// <param name="Kernel">The kernel that packs them, with its dot; empty for the block's own.</param>
/// <param name="Packed">The parameter that holds the packed ones.</param>
/// <param name="Tensors">Each one's parameter, and its place in <c>Weights</c>.</param>
internal sealed record BlockWeights(string Kernel, string Packed, IReadOnlyList<(string Parameter, string Place)> Tensors)
{
    /// <summary>Those of the block's norms, then those of its parts.</summary>
    public static IReadOnlyList<BlockWeights> Of(BlockSpec spec) =>
    [
        new("", "norms", [.. spec.Weights.Select(static tensor => (tensor.Parameter, tensor.Name))]),
        .. spec.Parts.Select(static part => new BlockWeights($"{part.Spec.Type.KernelName}.", part.Parameter, [.. part.Spec.Weights.Select(tensor => (part.Parameter + Casing.Pascal(tensor.Name), $"{part.Name}.{tensor.Name}"))])),
    ];

    /// <summary>All of them as arguments.</summary>
    public string Arguments => string.Join(", ", Tensors.Select(static tensor => tensor.Parameter));
}
