using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Random layers, compiled together: every member gives the bits of the scalar reference on every kind of data, whether tokens come at once or in chunks.</summary>
public sealed class RandomLayerTests(ITestOutputHelper output)
{
    private const int PlainCount = 12;
    private const int OptionCount = 32;
    private const int ChunkedCount = 10;
    private const int ChunkedOptionCount = 16;
    private const int RingCount = 8;

    private static readonly IReadOnlyList<LayerTrial> Layers =
        [.. RunSeed.Sample(LayerTrials.Plain, RunShare.Of(PlainCount), 1), .. RunSeed.Sample(LayerTrials.Options, RunShare.Of(OptionCount), 7)];

    private static readonly IReadOnlyList<ChunkedTrial> Chunks =
        [.. RunSeed.Sample(LayerTrials.Chunked, RunShare.Of(ChunkedCount), 6), .. RunSeed.Sample(LayerTrials.ChunkedOptions, RunShare.Of(ChunkedOptionCount), 8)];

    private static readonly IReadOnlyList<ChunkedTrial> Rings = RunSeed.Sample(LayerTrials.Rings, RunShare.Of(RingCount), 9);

    private static readonly Lazy<CompiledDeclarations> Emitted = new(Compile);

    [Fact]
    public void LayersEqualReference() => TrialReport.Check(output, Layers, (trial, kind) =>
        LayerBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, trial.Tensors(kind), trial.Inputs(kind)));

    [Fact]
    public void TokensInChunksEqualAllOfThemAtOnce() => TrialReport.Check(output, Chunks, CacheDifferences);

    [Fact]
    public void RingsEqualAllTokensAtOnce() => TrialReport.Check(output, Rings, CacheDifferences);

    private static IEnumerable<string> CacheDifferences(ChunkedTrial trial, DataKind kind) =>
        CacheBits.Differences(Emitted.Value.Find(trial.Layer.Declaration), trial, kind);

    private static CompiledDeclarations Compile()
    {
        DeclarationSet set = new();
        Layers.ToList().ForEach(trial => set.Add(trial.Declaration));
        Chunks.Concat(Rings).ToList().ForEach(trial => set.Add(trial.Layer.Declaration));
        return CompiledDeclarations.Compile(set);
    }
}
