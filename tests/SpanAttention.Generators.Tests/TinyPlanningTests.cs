using FsCheck.Xunit;
using SpanAttention.Generators.Writing;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Tests;

/// <summary>Which shapes are tiny, and what their plans keep to.</summary>
[Properties(Arbitrary = [typeof(TinyShape)], MaxTest = 2_000)]
public sealed class TinyPlanningTests
{
    private const int LongestMethod = 150;

    [Theory]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 3, SequenceLength = 6)]", true)]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 3, SequenceLength = 6, Normalization = SpanAttention.ScoreNormalization.Sum)]", true)]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 3)]", false)]
    [InlineData("[SpanAttention.Attention(HeadDim = 2, Heads = 5, SequenceLength = 6, Causal = true)]", true)]
    [InlineData("[SpanAttention.Attention(HeadDim = 2, QueryLength = 8, KeyLength = 2)]", true)]
    [InlineData("[SpanAttention.Attention(HeadDim = 2, QueryLength = 8, KeyLength = 2, Causal = true)]", false)] // rows that see no key
    [InlineData("[SpanAttention.Attention(HeadDim = 2, QueryLength = 6)]", false)]
    [InlineData("[SpanAttention.Attention(HeadDim = 2, KeyLength = 6)]", false)]
    [InlineData("[SpanAttention.Attention(HeadDim = 2, SequenceLength = 6, Scale = 1e-30)]", false)] // scores would need their limits
    [InlineData("[SpanAttention.Attention(HeadDim = 16, SequenceLength = 16)]", false)]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 2, SequenceLength = 4)]", false)]
    public void TheShapeDecides(string attribute, bool isTiny)
    {
        GeneratorRun run = GeneratorHarness.Run($"{attribute} sealed partial class Declared;");
        AttentionPlan plan = (AttentionPlan)Assert.Single(run.Outputs<CompiledDeclaration>(TrackingNames.Compiled)).Plan!;

        Assert.Equal(isTiny, plan.Tiny is not null);
        Assert.Equal(isTiny, run.Files["Declared.g.cs"].Contains("is tiny: the scores of a head are", StringComparison.Ordinal));
        Assert.Equal(isTiny, run.Files["Declared.Kernel.g.cs"].Contains("AttendTiny(", StringComparison.Ordinal));
    }

    [SeededProperty]
    public void EveryRowIsInOneVectorOfAWidth(TinyShape shape)
    {
        foreach (IGrouping<VectorWidth, TinyVector> vectors in Vectors(shape).GroupBy(vector => vector.Width))
        {
            Assert.Equal(Enumerable.Range(0, shape.QueryLength), vectors.SelectMany(vector => Enumerable.Range(vector.FirstRow, vector.Rows)));
            Assert.All(vectors, vector => Assert.InRange(vector.Rows, 1, vector.Width.Lanes));
        }
    }

    [SeededProperty]
    public void AVectorKnowsWhatItsRowsSee(TinyShape shape) => Assert.All(Vectors(shape), vector =>
    {
        int[] rows = [.. Enumerable.Range(vector.FirstRow, vector.Rows)];
        Assert.Equal(Enumerable.Range(0, shape.KeyLength).Count(key => rows.Any(row => shape.IsVisible(row, key))), vector.Keys);
        Assert.All(Enumerable.Range(0, vector.Keys), key => Assert.Equal(rows.Any(row => !shape.IsVisible(row, key)), vector.Hides(key)));
        Assert.All(rows, row => Assert.True(shape.IsVisible(row, 0)));
    });

    [SeededProperty]
    public void AStraightLineStaysReadable(TinyShape shape)
    {
        AttentionPlan plan = shape.Plan();
        foreach (TilePlan tile in plan.Tiles.Where(_ => plan.Tiny is not null))
        {
            string[] lines = WidthFile.Write(plan, tile, []).Split('\n');
            int[] starts = [.. Enumerable.Range(0, lines.Length).Where(line => lines[line].Contains(" AttendRows", StringComparison.Ordinal))];
            Assert.All(starts, start => Assert.InRange(lines.Skip(start).TakeWhile(line => line != "        }").Count(), 1, LongestMethod));
        }
    }

    private static IReadOnlyList<TinyVector> Vectors(TinyShape shape) => shape.Plan().Tiny is { } tiny ? tiny.Vectors : [];
}
