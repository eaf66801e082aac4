namespace SpanAttention.Verification;

/// <summary>All laws of layers: the most particular first, as they name a mistake best, and last what only some layers promise.</summary>
internal static class LayerLaws
{
    public static IReadOnlyList<LayerLaw> All { get; } =
    [
        new EarlierTokensIgnoreLater(),
        new CachesAreIndependent(),
        new CacheEqualsRecompute(),
        new LayerAllocatesNothing(),
        new WrongLayerSpansThrow(),
    ];
}
