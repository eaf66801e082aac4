namespace SpanAttention.Verification.Tests.Broken;

/// <summary>The shapes that mistakes are made in.</summary>
internal static class Shapes
{
    public static AttentionShape Plain { get; } = new() { HeadDim = 3 };

    public static AttentionShape Causal { get; } = Plain with { Causal = true };

    public static AttentionShape Windows { get; } = Plain with { LeftWindow = 4, RightWindow = 2 };

    public static AttentionShape Masked { get; } = Plain with { Mask = AttentionMask.QueryKeys };

    public static AttentionShape MaskedByHeads { get; } = Plain with { Heads = 3, Mask = AttentionMask.HeadQueryKeys };

    public static AttentionShape Biased { get; } = Plain with { Bias = AttentionBias.QueryKeys };

    public static AttentionShape Grouped { get; } = Plain with { Heads = 4, KeyValueHeads = 2 };

    public static AttentionShape Capped { get; } = Plain with { SoftCap = 5, Scale = 2 };

    public static AttentionShape Sloped { get; } = Plain with { Heads = 6, Alibi = true };

    public static AttentionShape Sunk { get; } = Plain with { Heads = 2, Sinks = true };

    public static AttentionShape SelfBySum { get; } = Plain with { SelfAttention = true, Normalization = ScoreNormalization.Sum };

    public static AttentionShape Wide { get; } = new() { HeadDim = 128, Heads = 32, KeyValueHeads = 8 };
}
