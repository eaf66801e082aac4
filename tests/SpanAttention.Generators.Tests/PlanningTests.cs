using FsCheck.Xunit;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Tests;

/// <summary>What every plan keeps to, whatever the shape.</summary>
[Properties(Arbitrary = [typeof(PlanShape)], MaxTest = 2_000)]
public sealed class PlanningTests
{
    private const int StackLimit = 64 * 1024;
    private const int WholeStatistics = 4;

    [SeededProperty]
    public void ScratchFitsTheStack(PlanShape shape) => Assert.InRange(Plan(shape).StackBytes, 1, StackLimit);

    [SeededProperty]
    public void ScratchHoldsWhatABlockNeeds(PlanShape shape)
    {
        AttentionPlan plan = Plan(shape);

        Assert.Equal(plan.QueryBlock * (plan.QueryChunk + (shape.Tiles * AttentionPlan.KeyTile) + plan.ValueChunk + Statistics(plan)), plan.BlockScratch.Length(plan.QueryBlock));
        Assert.Equal(Math.Max(plan.BlockScratch.Length(plan.QueryBlock), plan.Decode?.ScratchLength ?? 0), plan.ScratchLength);
        Assert.Equal((plan.ScratchLength + AttentionPlan.AlignmentSlack) * sizeof(float), plan.StackBytes);
    }

    [Theory]
    [InlineData("[SpanAttention.Attention(HeadDim = 64)]", true)]
    [InlineData("[SpanAttention.Attention(HeadDim = 64, QueryLength = 1, KeyLength = 2_000)]", true)]
    [InlineData("[SpanAttention.Attention(HeadDim = 64, Heads = 12, KeyValueHeads = 2, QueryLength = 1, KeyLength = 1_000)]", true)]
    [InlineData("[SpanAttention.Attention(HeadDim = 64, QueryLength = 1, KeyLength = 1_000)]", false)] // half a megabyte stays near
    [InlineData("[SpanAttention.Attention(HeadDim = 64, ValueDim = 16)]", false)]
    [InlineData("[SpanAttention.Attention(HeadDim = 16, ValueDim = 64)]", false)]
    [InlineData("[SpanAttention.Attention(HeadDim = 64, QueryLength = 9)]", false)] // not few rows
    [InlineData("[SpanAttention.AdditiveAttention(HeadDim = 64)]", false)]
    public void FewRowsAskForTheNextKeysWhereTheyMayWaitForThem(string attribute, bool asks)
    {
        GeneratorRun run = GeneratorHarness.Run($"{attribute} partial struct Declared;");

        Assert.Equal(asks, run.Files["Declared.g.cs"].Contains("the next tile's keys are asked for", StringComparison.Ordinal));
        Assert.Equal(asks, run.Files["Declared.Kernel.g.cs"].Contains("ref nextKey)", StringComparison.Ordinal));
        Assert.All(VectorWidth.All, width => Assert.Equal(asks, run.Files[$"Declared.{width.Class}.g.cs"].Contains("ref nextKey, ", StringComparison.Ordinal)));
    }

    [SeededProperty]
    public void ABlockIsOneToFourOfTheWidestVectors(PlanShape shape) => Assert.Contains(Plan(shape).QueryBlock, new[] { 16, 32, 48, 64 });

    [SeededProperty]
    public void ABlockIsNotLargerThanTheQueriesNeed(PlanShape shape)
    {
        if (shape.QueryLength > 0)
        {
            Assert.True(Plan(shape).QueryBlock < shape.QueryLength + 16);
        }
    }

    [SeededProperty]
    public void ChunksCoverTheHead(PlanShape shape)
    {
        AttentionPlan plan = Plan(shape);

        Assert.InRange(plan.QueryChunk, 1, shape.HeadDim);
        Assert.InRange(plan.ValueChunk, Math.Min(1, shape.ScratchValueDim), shape.ScratchValueDim);
        Assert.Equal(plan.QueryChunk < shape.HeadDim, plan.QueryChunks is not null);
        Assert.Equal(plan.ValueChunk < shape.ScratchValueDim, plan.ValueChunks is not null);
        Assert.Equal(shape.ScratchValueDim == 0, plan.ContextsInRows);
    }

    [SeededProperty]
    public void AHeadIsCutOnlyWhereOneVectorOfRowsWouldNotFit(PlanShape shape)
    {
        AttentionPlan plan = Plan(shape);
        int statistics = WholeStatistics + (plan.ContextsInRows ? 1 : 0);
        long whole = (16L * ((long)shape.HeadDim + shape.ScratchValueDim + (shape.Tiles * AttentionPlan.KeyTile) + statistics) + AttentionPlan.AlignmentSlack) * sizeof(float);

        Assert.Equal(whole > StackLimit, plan.QueryChunks is not null || plan.ValueChunks is not null);
    }

    [SeededProperty]
    public void RegisterTilesFitBlocksAndRegisters(PlanShape shape)
    {
        AttentionPlan plan = Plan(shape);

        Assert.Equal([512, 256, 128], plan.Tiles.Select(tile => tile.Width.Bits));
        Assert.All(plan.Tiles, tile =>
        {
            int registers = tile.Width.Bits == 512 ? 32 : 16;
            Assert.All([tile.Block, tile.Group, tile.Contexts], shape => Assert.InRange((shape.Columns * shape.Vectors) + shape.Vectors + 1, 1, registers));
            Assert.Equal(0, plan.QueryBlock % tile.Rows(tile.Block));
            Assert.Equal(AttentionPlan.RowGroup, tile.Rows(tile.Group));
        });
    }

    [SeededProperty]
    public void TheSameShapeHasTheSamePlan(PlanShape shape)
    {
        Assert.Equal(Plan(shape), Plan(shape));
        Assert.Equal(Plan(shape).GetHashCode(), Plan(shape).GetHashCode());
    }

    [Fact]
    public void TheEmittedConstantIsThePlans()
    {
        GeneratorRun run = GeneratorHarness.Run("[SpanAttention.Attention(HeadDim = 32, SequenceLength = 64)] partial struct Scaled;");

        AttentionPlan plan = (AttentionPlan)Assert.Single(run.Outputs<CompiledDeclaration>(TrackingNames.Compiled)).Plan!;

        Assert.Contains($"public const int StackBytes = {plan.StackBytes};", run.Files["Scaled.g.cs"]);
    }

    [Theory]
    [InlineData("HeadDim = 64, Heads = 12", true)]
    [InlineData("HeadDim = 64, Heads = 12, SequenceLength = 64", true)]
    [InlineData("HeadDim = 128, Heads = 8, KeyValueHeads = 2, QueryLength = 1", true)]
    [InlineData("HeadDim = 2, Heads = 2, SequenceLength = 6", false)] // too little work
    [InlineData("HeadDim = 16, Heads = 4, SequenceLength = 16", false)]
    [InlineData("HeadDim = 64, SequenceLength = 64", false)] // one block
    [InlineData("HeadDim = 128, Heads = 8, KeyValueHeads = 1, QueryLength = 1", false)]
    public void ThreadsAreForWorkThatPaysForThem(string arguments, bool isParallel)
    {
        GeneratorRun run = GeneratorHarness.Run($"[SpanAttention.Attention({arguments})] partial struct Scaled;");
        AttentionPlan plan = (AttentionPlan)Assert.Single(run.Outputs<CompiledDeclaration>(TrackingNames.Compiled)).Plan!;

        Assert.Equal(isParallel, plan.Parallel is not null);
        Assert.Equal(isParallel, run.Files["Scaled.Kernel.g.cs"].Contains("void ForwardParallel(", StringComparison.Ordinal));
        Assert.Contains("void ForwardParallel(", run.Files["Scaled.g.cs"]);
    }

    [Theory]
    [InlineData("HeadDim = 8, QueryLength = 3", 64)]
    [InlineData("HeadDim = 8, QueryLength = 3, KeyLength = 133", 64)]
    [InlineData("HeadDim = 8, QueryLength = 3, KeyLength = 21", 21)]
    [InlineData("HeadDim = 8, Causal = true, Alignment = SpanAttention.QueryAlignment.TopLeft", 8)]
    [InlineData("HeadDim = 8, QueryLength = 3, RightWindow = 2, Alignment = SpanAttention.QueryAlignment.TopLeft", 5)]
    public void FewRowsScoreNoMoreKeysThanTheySee(string arguments, int most)
    {
        GeneratorRun run = GeneratorHarness.Run($"[SpanAttention.Attention({arguments})] partial struct Declared;");
        DecodePlan few = ((AttentionPlan)Assert.Single(run.Outputs<CompiledDeclaration>(TrackingNames.Compiled)).Plan!).Decode!;

        Assert.Equal(most, few.MostKeys);
        Assert.All(VectorWidth.All, width => Assert.InRange(few.KeyVectors(width, columns: 1), 1, (most + width.Lanes - 1) / width.Lanes));
    }

    [Theory]
    [InlineData("InputDim = 129, OutputDim = 64", true)]
    [InlineData("InputDim = 16, HeadDim = 129, OutputDim = 64", true)] // of the output projection
    [InlineData("InputDim = 16, HeadDim = 129, OutputDim = 129, OutputProjection = false, OutputBias = false", false)]
    [InlineData("InputDim = 128, OutputDim = 64", false)]
    [InlineData("InputDim = 129, OutputDim = 64, SequenceLength = 8", false)] // few rows
    public void ProjectionsAddToEarlierSumsWhereInputsGoInBlocks(string arguments, bool adds)
    {
        GeneratorRun run = GeneratorHarness.Run($"[SpanAttention.MultiHeadAttention({arguments})] sealed partial class Declared;");

        Assert.Equal(adds, run.Files["Declared.Kernel.g.cs"].Contains("CreateSpan(ref outputs, tokens * OutputStride(outputDim)).Clear()", StringComparison.Ordinal));
        Assert.All(VectorWidth.All, width => Assert.Equal(adds, Projections(width).Contains("sum0_0 = Lanes" + width.Bits + ".Load(ref ", StringComparison.Ordinal)));

        string Projections(VectorWidth width) => run.Files.Single(file => file.Key.StartsWith("SpanAttention-Projection", StringComparison.Ordinal) && file.Key.EndsWith($".{width.Class}.g.cs", StringComparison.Ordinal)).Value;
    }

    // Sum, rescale factor, maximum and the maximum before; contexts in rows are normalized while they are rescaled; where queries come in chunks, sums over some of a head's dimensions have a largest one, too.
    private static int Statistics(AttentionPlan plan) => WholeStatistics + (plan.ContextsInRows ? 1 : 0) + (plan.QueryChunks is not null && !plan.StoresSums ? 1 : 0);

    private static AttentionPlan Plan(PlanShape shape) =>
        AttentionPlanner.Plan(
            new AttentionSpec(
                DeclarationKind.Attention, new("Game", default, "struct", "Scaled", "Game.Scaled", TakesInterfaces: true), 1, 1, shape.HeadDim, shape.ValueDim, shape.QueryLength, 0,
                HeadsFirst: false, Scale: 1, Causal: false, TopLeft: false, SumNormalization: false, Layer: null)
            {
                Options = new([.. shape.HasPairs ? [new Mask(PairAxes.HeadQueryKeys)] : Array.Empty<Option>(), .. shape.HasDropout ? [new Dropout(0)] : Array.Empty<Option>()]),
            },
            new CompilationFacts("SpanAttention.Generated.Consumer", AllowUnsafe: false));
}
