using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Random declarations, compiled together: every member gives the bits of the scalar reference on every kind of data.</summary>
public sealed class RandomDeclarationTests(ITestOutputHelper output)
{
    private const int AttentionCount = 84;
    private const int LayerCount = 20;
    private const int ChunkedCount = 16;
    private const int SelfAttentionCount = 12;
    private const int TinyCount = 48;
    private const int OptionCount = 300;
    private const int ReportedFailures = 12;

    private static readonly IReadOnlyList<AttentionTrial> Attentions =
    [
        .. Sample(Trials.Attention, AttentionCount, 0),
        .. Sample(Trials.TinyAttention, TinyCount, 3),
        .. Sample(Trials.Options, EmittedScope.Options ? OptionCount : 0, 5),
    ];

    private static readonly IReadOnlyList<LayerTrial> Layers = Sample(Trials.Layer, LayerCount, 1);
    private static readonly IReadOnlyList<ChunkedTrial> Chunks = Sample(Trials.Chunked, ChunkedCount, 5);
    private static readonly IReadOnlyList<SelfAttentionTrial> SelfAttentions =
        [.. Sample(Trials.SelfAttention, SelfAttentionCount, 2), .. Sample(Trials.TinySelfAttention, SelfAttentionCount, 4)];

    private static readonly Lazy<CompiledDeclarations> Emitted = new(Compile);

    [Fact]
    public void AttentionEqualsReference() => Check(Attentions, (trial, kind) =>
    {
        ICompiledAttention compiled = Emitted.Value.Find(trial.Declaration);
        return AttentionBits.Differences(compiled, trial.Declaration, trial.Inputs(kind));
    });

    [Fact]
    public void LayersEqualReference() => Check(Layers, (trial, kind) =>
        LayerBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, trial.Tensors(kind), trial.Inputs(kind)));

    [Fact]
    public void TokensInChunksEqualAllOfThemAtOnce() => Check(Chunks, (trial, kind) => CacheBits.Differences(Emitted.Value.Find(trial.Layer.Declaration), trial, kind));

    [Fact]
    public void SelfAttentionEqualsReference() => Check(SelfAttentions, (trial, kind) =>
        SelfAttentionBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, trial.Inputs(kind)));

    [Fact]
    public void MergeEqualsReference() => Check(Attentions, (trial, kind) =>
    {
        ICompiledAttention compiled = Emitted.Value.Find(trial.Declaration);
        CanonicalAttention reference = new(CanonicalArithmetic.Running, trial.Declaration.Shape);
        AttentionResult first = reference.Forward(trial.Inputs(kind));
        AttentionResult second = reference.Forward((trial with { Seed = trial.Seed / 2 }).Inputs(DataKind.Ordinary));
        AttentionResult expected = MergeBits.Reference(trial.Declaration.Shape, first, second);
        AttentionResult actual = MergeBits.Compiled(compiled, first, second);
        string?[] differences =
        [
            Bits.Difference("merged context", expected.Context, actual.Context),
            Bits.Difference("merged logSumExp", expected.LogSumExp, actual.LogSumExp),
        ];
        return differences.OfType<string>();
    });

    [Fact]
    public void FlopsAndConstantsFollowTheShape()
    {
        foreach (AttentionTrial trial in Attentions)
        {
            ICompiledAttention compiled = Emitted.Value.Find(trial.Declaration);
            Shapes.AttentionShape shape = trial.Declaration.Shape;
            long pairs = (from row in Enumerable.Range(0, trial.QueryLength)
                          from key in Enumerable.Range(0, trial.KeyLength)
                          where shape.IsInBounds(row, key, trial.QueryLength, trial.KeyLength)
                          select key).LongCount();
            Assert.Equal(2 * pairs * shape.Heads * (shape.HeadDim + shape.ValueDim), compiled.Flops(trial.QueryLength, trial.KeyLength));
            Assert.Equal([shape.Heads, shape.KeyValueHeads, shape.HeadDim, shape.ValueDim], compiled.Constants[..4]);
            Assert.InRange(compiled.Constants[4], 0, 65536);
        }
    }

    private void Check<T>(IReadOnlyList<T> trials, Func<T, DataKind, IEnumerable<string>> differences)
    {
        output.WriteLine($"{trials.Count} declarations, {Enum.GetValues<DataKind>().Length} kinds of data each; {RunSeed.Replay}");
        string[] failures =
        [
            .. from trial in trials
               from kind in Enum.GetValues<DataKind>()
               from difference in differences(trial, kind)
               select $"{trial}, {kind}: {difference}",
        ];
        string report = string.Join(Environment.NewLine, failures.Take(ReportedFailures));
        Assert.True(failures.Length == 0, $"{failures.Length} differences; {RunSeed.Replay}{Environment.NewLine}{report}");
    }

    private static CompiledDeclarations Compile()
    {
        DeclarationSet set = new();
        Attentions.ToList().ForEach(trial => set.Add(trial.Declaration));
        Layers.ToList().ForEach(trial => set.Add(trial.Declaration));
        Chunks.ToList().ForEach(trial => set.Add(trial.Layer.Declaration));
        SelfAttentions.ToList().ForEach(trial => set.Add(trial.Declaration));
        return CompiledDeclarations.Compile(set);
    }

    private static List<T> Sample<T>(Gen<T> trials, int count, ulong stream) => [.. trials.Sample(count, new Rnd(RunSeed.Value + stream), 1)];
}
