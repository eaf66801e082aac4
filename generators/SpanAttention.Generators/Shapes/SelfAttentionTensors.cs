using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Shapes;

/// <summary>The tensors of <c>[SelfAttention]</c>'s members: the inputs are query, key and value at once.</summary>
internal sealed class SelfAttentionTensors(AttentionSpec spec)
{
    private readonly Axis tokens = Axis.Tokens("tokens", spec.QueryLength, "tokens", "SequenceLength");
    private readonly Axis dim = new("input dim", spec.HeadDim, "InputDim");

    public Tensor Inputs => new("inputs", new([tokens, dim])) { Meaning = ": one embedding a token" };

    public Tensor Contexts => Destination(dim);

    public Tensor Pairs => Destination(tokens);

    /// <summary>The loss's change by the context, as long as the context.</summary>
    public Tensor ContextGradient => new("contextGradient", new([tokens, dim])) { Meaning = ": what the loss changes by where the context does" };

    public Tensor InputGradient => Destination(dim) with { Name = "inputGradient", Meaning = "; overwritten, may be longer, must not overlap another span" };

    private Tensor Destination(Axis width) => new("destination", new([tokens, width])) { Meaning = "; may be longer, must not overlap inputs", IsWritten = true, IsLong = true };
}
