using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Random layers, compiled together: every member gives the bits of the scalar reference on every kind of data, whether tokens come at once or in chunks.</summary>
public sealed class RandomLayerTests(ITestOutputHelper output)
{
    private const int PlainCount = 12;
    private const int WideCount = 24;
    private const int OptionCount = 32;
    private const int ChunkedCount = 10;
    private const int ChunkedOptionCount = 16;
    private const int RingCount = 8;

    private static readonly IReadOnlyList<LayerTrial> Plain = RunSeed.Sample(LayerTrials.Plain, PlainCount, 1);
    private static readonly IReadOnlyList<LayerTrial> Wide = RunSeed.Sample(LayerTrials.Wide, WideCount, 10);
    private static readonly IReadOnlyList<LayerTrial> Options = RunSeed.Sample(LayerTrials.Options, OptionCount, 7);
    private static readonly IReadOnlyList<ChunkedTrial> Chunked = RunSeed.Sample(LayerTrials.Chunked, ChunkedCount, 6);
    private static readonly IReadOnlyList<ChunkedTrial> ChunkedOptions = RunSeed.Sample(LayerTrials.ChunkedOptions, ChunkedOptionCount, 8);
    private static readonly IReadOnlyList<ChunkedTrial> Rings = RunSeed.Sample(LayerTrials.Rings, RingCount, 9);

    private static readonly Lazy<CompiledDeclarations> Emitted = new(Compile);

    [Fact]
    public void LayersEqualReference() => TrialReport.Check(output, [.. RunShare.Of(Plain), .. RunShare.Of(Options)], Differences);

    [Fact]
    public void WideLayersEqualReference() => TrialReport.Check(output, RunShare.Of(Wide), Differences);

    [Fact]
    public void TokensInChunksEqualAllOfThemAtOnce() => TrialReport.Check(output, [.. RunShare.Of(Chunked), .. RunShare.Of(ChunkedOptions)], CacheDifferences);

    [Fact]
    public void RingsEqualAllTokensAtOnce() => TrialReport.Check(output, RunShare.Of(Rings), CacheDifferences);

    [Fact]
    public void SequencesSideBySideEqualCallsOfTheirOwn() => TrialReport.Check(
        output,
        [.. RunShare.Of(Plain), .. RunShare.Of(Options)],
        static (trial, kind) => trial.Declaration switch
        {
            { SequenceLength: not null } => [],
            { IsCross: true } => SequenceBits.OverContexts(Emitted.Value.Find(trial.Declaration), trial, kind),
            _ => SequenceBits.Differences(Emitted.Value.Find(trial.Declaration), trial, kind),
        });

    [Fact]
    public void SequencesWithCachesEqualCallsOfTheirOwn() => TrialReport.Check(
        output, [.. RunShare.Of(Chunked), .. RunShare.Of(ChunkedOptions), .. RunShare.Of(Rings)], static (trial, kind) => SequenceBits.Differences(Emitted.Value.Find(trial.Layer.Declaration), trial, kind));

    private static IEnumerable<string> Differences(LayerTrial trial, DataKind kind) =>
        LayerBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, trial.Tensors(kind), trial.Inputs(kind));

    private static IEnumerable<string> CacheDifferences(ChunkedTrial trial, DataKind kind) =>
        CacheBits.Differences(Emitted.Value.Find(trial.Layer.Declaration), trial, kind);

    private static CompiledDeclarations Compile()
    {
        DeclarationSet set = new();
        Plain.Concat(Wide).Concat(Options).ToList().ForEach(trial => set.Add(trial.Declaration));
        Chunked.Concat(ChunkedOptions).Concat(Rings).ToList().ForEach(trial => set.Add(trial.Layer.Declaration));
        return CompiledDeclarations.Compile(set);
    }
}
