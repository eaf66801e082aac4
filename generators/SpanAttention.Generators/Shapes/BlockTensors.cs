using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Shapes;

/// <summary>The tensors of a block's members.</summary>
/// <param name="spec">The block.</param>
/// <param name="layer">The tensors of its attention, with the same tokens.</param>
internal sealed class BlockTensors(BlockSpec spec, LayerTensors layer)
{
    /// <summary>The residual stream, which goes in and comes out.</summary>
    public Tensor Stream => new("stream", new([layer.Inputs.Axes[0], new Axis("input dim", spec.InputDim, "InputDim")])) { Meaning = ", in and out", IsWritten = true };

    /// <summary>Tensors that options of attention ask for.</summary>
    public IReadOnlyList<Tensor> Options => layer.Options;
}
