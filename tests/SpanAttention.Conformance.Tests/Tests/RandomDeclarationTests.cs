using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Random declarations, compiled together: every member gives the bits of the scalar reference on every kind of data.</summary>
public sealed class RandomDeclarationTests(ITestOutputHelper output)
{
    private const int AttentionCount = 84;
    private const int SelfAttentionCount = 12;
    private const int TinyCount = 48;
    private const int OptionCount = 300;

    private static readonly IReadOnlyList<AttentionTrial> Attentions =
        [.. RunSeed.Sample(Trials.Attention, AttentionCount, 0), .. RunSeed.Sample(Trials.TinyAttention, TinyCount, 3)];

    private static readonly IReadOnlyList<AttentionTrial> AllOptions = RunSeed.Sample(Trials.Options, OptionCount, 5);

    private static readonly IReadOnlyList<AttentionTrial> Options = RunShare.Of(AllOptions);

    private static readonly IReadOnlyList<SelfAttentionTrial> SelfAttentions =
        [.. RunSeed.Sample(Trials.SelfAttention, SelfAttentionCount, 2), .. RunSeed.Sample(Trials.TinySelfAttention, SelfAttentionCount, 4)];

    private static readonly Lazy<CompiledDeclarations> Emitted = new(Compile);

    [Fact]
    public void AttentionEqualsReference() => TrialReport.Check(output, Attentions, Differences);

    [Fact]
    public void AttentionWithOptionsEqualsReference() => TrialReport.Check(output, Options, Differences);

    [Fact]
    public void SelfAttentionEqualsReference() => TrialReport.Check(output, SelfAttentions, (trial, kind) =>
        SelfAttentionBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, trial.Inputs(kind)));

    [Fact]
    public void MergeEqualsReference() => TrialReport.Check(output, Attentions, (trial, kind) =>
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
        foreach (AttentionTrial trial in Attentions.Concat(Options))
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

    private static IReadOnlyList<string> Differences(AttentionTrial trial, DataKind kind) =>
        AttentionBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, trial.Inputs(kind));

    private static CompiledDeclarations Compile()
    {
        DeclarationSet set = new();
        Attentions.Concat(AllOptions).ToList().ForEach(trial => set.Add(trial.Declaration));
        SelfAttentions.ToList().ForEach(trial => set.Add(trial.Declaration));
        return CompiledDeclarations.Compile(set);
    }
}
