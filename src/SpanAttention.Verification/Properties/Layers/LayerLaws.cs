namespace SpanAttention.Verification;

/// <summary>All laws of layers: the most particular first, as they name a mistake best, and last what only some layers promise.</summary>
internal static class LayerLaws
{
    public static IReadOnlyList<LayerLaw> All { get; } =
    [
        new OutputsAreNumbers(),
        new StreamsAreWritten(),
        new OutputsDependOnTheirToken(),
        new OutputsDependOnWhatTheySee(),
        new EarlierTokensIgnoreLater(),
        new TokensIgnoreWhatTheyDoNotSee(),
        new TokensAreEquivariant(),
        new FewerTokensGiveTheSame(),
        new ForwardAddIsTheSum(),
        new WeightsAreGivenBack(),
        new CachesAreIndependent(),
        new CacheEqualsRecompute(),
        new TruncatedTokensNeverWere(),
        new ResetCachesAreNew(),
        new CopiedCachesGoOnAlone(),
        new SavedCachesGoOn(),
        new LayerWithinErrorBound(),
        new LayerInputsAreNotWritten(),
        new LayerWritesNothingElse(),
        new LayerReadsNothingElse(),
        new LayerSameCallSameBits(),
        new LayerAllocatesNothing(),
        new WrongLayerSpansThrow(),
        new FullCachesRefuse(),
    ];
}
