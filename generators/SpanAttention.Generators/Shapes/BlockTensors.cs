using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Shapes;

/// <summary>The tensors of a block's members.</summary>
/// <param name="spec">The block.</param>
/// <param name="layer">The tensors of its attention, with the same tokens.</param>
internal sealed class BlockTensors(BlockSpec spec, LayerTensors layer)
{
    private readonly LayerTensors? cross = spec.CrossAttention is { } attention ? LayerTensors.OfContext(attention, layer) : null;

    /// <summary>The residual stream, which goes in and comes out.</summary>
    public Tensor Stream => new("stream", new([layer.Inputs.Axes[0], new Axis("input dim", spec.InputDim, "InputDim")])) { Meaning = ", in and out", IsWritten = true };

    /// <summary>The gradient of the stream, which goes back through the block.</summary>
    public Tensor StreamGradient => Stream with { Name = "streamGradient", Meaning = ": the loss's slope by each number that the block gave, in; by each that it was given, out" };

    /// <summary>Tensors over pairs that Backward takes again, and gradients of biases, by the part that has them.</summary>
    public IEnumerable<(string Part, IReadOnlyList<Tensor> OverPairs, IReadOnlyList<Tensor> BiasGradients)> OverPairs =>
    [
        ("Attention", [.. layer.OverPairs], layer.BiasGradients),
        .. cross is null ? [] : new[] { ("CrossAttention", (IReadOnlyList<Tensor>)[.. cross.OverPairs.Select(OfContext)], (IReadOnlyList<Tensor>)[.. cross.BiasGradients.Select(OfContext)]) },
    ];

    /// <summary>Gradients of contexts; none without.</summary>
    public IReadOnlyList<Tensor> ContextGradients => [.. Contexts.Select(LayerTensors.InputGradient)];

    /// <summary>The context that cross-attention attends to; none without.</summary>
    public IReadOnlyList<Tensor> Contexts => cross is null ? [] : [cross.KeyInputs];

    /// <summary>Tensors that options of attention ask for.</summary>
    public IReadOnlyList<Tensor> Options => layer.Options;

    /// <summary>Tensors that options of cross-attention ask for: <c>contextMask</c>.</summary>
    public IReadOnlyList<Tensor> ContextOptions => [.. cross?.Options.Select(OfContext) ?? []];

    /// <summary>Tensors that options of either ask for, in the order of parameters.</summary>
    public IReadOnlyList<Tensor> AllOptions => [.. Options, .. ContextOptions];

    private static Tensor OfContext(Tensor option) => option with { Name = "context" + option.Field };
}
