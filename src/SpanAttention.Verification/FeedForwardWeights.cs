namespace SpanAttention.Verification;

/// <summary>The tensors of a feed-forward layer, named as those of a declared layer's <c>Weights</c>; what the shape does not have is left empty.</summary>
public sealed record FeedForwardWeights
{
    /// <summary><c>[hidden dim, input dim]</c>, or inputs first by <see cref="FeedForwardShape.WeightLayout"/>.</summary>
    public float[] Up { get; init; } = [];

    /// <summary><c>[hidden dim]</c>.</summary>
    public float[] UpBias { get; init; } = [];

    /// <summary><c>[hidden dim, input dim]</c>, or inputs first.</summary>
    public float[] Gate { get; init; } = [];

    /// <summary><c>[hidden dim]</c>.</summary>
    public float[] GateBias { get; init; } = [];

    /// <summary>Gate and up weights along one output axis.</summary>
    public float[] GateUp { get; init; } = [];

    /// <summary>The biases of fused weights.</summary>
    public float[] GateUpBias { get; init; } = [];

    /// <summary><c>[output dim, hidden dim]</c>, or hidden units first.</summary>
    public float[] Down { get; init; } = [];

    /// <summary><c>[output dim]</c>.</summary>
    public float[] DownBias { get; init; } = [];

    /// <exception cref="ArgumentException">A tensor is not as long as the shape has it.</exception>
    internal void Validate(FeedForwardShape shape)
    {
        int up = shape.FusedGateUp ? 0 : shape.HiddenDim;
        int gate = shape.Gated ? up : 0;
        int fused = shape.FusedGateUp ? 2 * shape.HiddenDim : 0;
        Sizes.Length(Up, up * shape.InputDim, nameof(Up));
        Sizes.Length(UpBias, shape.Bias ? up : 0, nameof(UpBias));
        Sizes.Length(Gate, gate * shape.InputDim, nameof(Gate));
        Sizes.Length(GateBias, shape.Bias ? gate : 0, nameof(GateBias));
        Sizes.Length(GateUp, fused * shape.InputDim, nameof(GateUp));
        Sizes.Length(GateUpBias, shape.Bias ? fused : 0, nameof(GateUpBias));
        Sizes.Length(Down, shape.OutputDim * shape.HiddenDim, nameof(Down));
        Sizes.Length(DownBias, shape.Bias ? shape.OutputDim : 0, nameof(DownBias));
    }
}
