namespace SpanAttention.Verification;

/// <summary>A transformer block in double: its parts, and norms and sums around them.</summary>
internal sealed class BlockReference(BlockShape shape, BlockWeights weights, GivenTensors given, Precision precision) : ILayerReference
{
    private readonly LayerReference attention = new(shape.Attention, weights.Attention, given.Of(shape.Attention), precision);
    private readonly LayerReference? cross = shape.CrossAttention is { } cross ? new(cross, weights.CrossAttention, given.Of(cross), precision) : null;
    private readonly FeedForwardReference feedForward = new(shape.FeedForward, weights.FeedForward, precision);

    public int InputDim => shape.InputDim;

    public int OutputDim => shape.InputDim;

    public long WorkOfToken => attention.WorkOfToken + (cross?.WorkOfToken ?? 0) + feedForward.WorkOfToken;

    public void Validate()
    {
        shape.Validate();
        weights.Validate(shape);
        attention.Validate();
        cross?.Validate();
        if (cross is null && given.SourceTokens.Length > 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(LayerRoutine.SourceTokens)} has {given.SourceTokens.Length} floats, and the block has no {nameof(BlockShape.CrossAttention)}."), nameof(LayerRoutine.SourceTokens));
        }
    }

    public Tracked Outputs(Tracked inputs)
    {
        NormReference attentionNorm = Norm(weights.AttentionNorm, weights.AttentionNormBias);
        NormReference feedForwardNorm = Norm(weights.FeedForwardNorm, weights.FeedForwardNormBias);
        if (shape.Parallel)
        {
            return Add(Add(inputs, attention.Outputs(attentionNorm.Of(inputs))), feedForward.Outputs(feedForwardNorm.Of(inputs)));
        }

        Tracked attended = Apply(attention, attentionNorm, Norm(weights.AttentionOutputNorm, weights.AttentionOutputNormBias), inputs);
        if (cross is not null)
        {
            attended = Apply(cross, Norm(weights.CrossAttentionNorm, weights.CrossAttentionNormBias), Norm(weights.CrossAttentionOutputNorm, weights.CrossAttentionOutputNormBias), attended);
        }

        return Apply(feedForward, feedForwardNorm, Norm(weights.FeedForwardOutputNorm, weights.FeedForwardOutputNormBias), attended);
    }

    private Tracked Apply(ILayerReference part, NormReference norm, NormReference outputNorm, Tracked stream) => shape.NormPlacement switch
    {
        NormPlacement.Pre => Add(stream, part.Outputs(norm.Of(stream))),
        NormPlacement.Post => norm.Of(Add(stream, part.Outputs(stream))),
        NormPlacement.Sandwich => Add(stream, outputNorm.Of(part.Outputs(norm.Of(stream)))),
        _ => Add(stream, norm.Of(part.Outputs(stream))),
    };

    private Tracked Add(Tracked stream, Tracked outputs) => stream.Plus(outputs, shape.ResidualScale, precision);

    private NormReference Norm(float[] weight, float[] bias) => new(shape.Norm, shape.NormEpsilon, weight, bias, precision);
}
