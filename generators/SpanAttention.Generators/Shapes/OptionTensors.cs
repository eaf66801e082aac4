using SpanAttention.Generators.Options;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Shapes;

/// <summary>Tensors that options ask for, in the order of parameters.</summary>
internal sealed class OptionTensors(AttentionSpec spec, Axis heads, Axis queries, Axis keys)
{
    /// <summary>Tensors that a result needs.</summary>
    public IReadOnlyList<Tensor> For(Result result) => Of(option => option.NeededFor <= result);

    /// <summary>Tensors that a result needs beyond those before it.</summary>
    public IReadOnlyList<Tensor> OnlyFor(Result result) => Of(option => option.NeededFor == result);

    private IReadOnlyList<Tensor> Of(Func<Option, bool> isTaken) => [.. spec.Options.Where(isTaken).Select(option => option.Tensor(heads, queries, keys)).OfType<Tensor>()];
}
