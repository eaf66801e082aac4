using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Tests;

/// <summary>How additive attention is planned.</summary>
public sealed class AdditivePlanningTests
{
    [Theory]
    [InlineData(16, 0, true, 16, 16)]
    [InlineData(64, 1, false, 1, 64)]
    [InlineData(128, 40, true, 16, 128)]
    [InlineData(129, 3, false, 3, 128)]
    [InlineData(100_000, 0, true, 16, 128)]
    public void RowsShareATileAndWideKeysGoInChunks(int headDim, int queryLength, bool masked, int queryBlock, int keyChunk)
    {
        AttentionSpec spec = new(
            DeclarationKind.AdditiveAttention, new("Game", default, "struct", "Alignment", "Game.Alignment", TakesInterfaces: true), 1, 1, headDim, headDim, queryLength, 0,
            HeadsFirst: false, Scale: 1, Causal: false, TopLeft: false, SumNormalization: false, Layer: null)
        {
            Options = new(masked ? [new Mask(PairAxes.QueryKeys)] : Array.Empty<Option>()),
            Additive = new(HasScale: true),
        };

        AttentionPlan plan = AttentionPlanner.Plan(spec, new CompilationFacts("Game", AllowUnsafe: false));

        Assert.Equal((queryBlock, keyChunk), (plan.Additive!.QueryBlock, plan.Additive.KeyChunk));
        Assert.Equal((64 * keyChunk) + ((masked ? 2 : 1) * 64 * queryBlock) + (3 * queryBlock), plan.ScratchLength);
        Assert.InRange(plan.StackBytes, 1, 64 * 1024);
        Assert.Null(plan.AdditiveBackward);
    }

    [Theory]
    [InlineData(16, 8, 0, 32, 16)]
    [InlineData(64, 80, 1, 16, 80)]
    [InlineData(128, 300, 33, 32, 128)]
    [InlineData(100_000, 100_000, 0, 32, 128)]
    public void GradientsFoldThirtyTwoRowsOrFewer(int headDim, int valueDim, int queryLength, int queryBlock, int widest)
    {
        AttentionSpec spec = new(
            DeclarationKind.AdditiveAttention, new("Game", default, "struct", "Alignment", "Game.Alignment", TakesInterfaces: true), 1, 1, headDim, valueDim, queryLength, 0,
            HeadsFirst: false, Scale: 1, Causal: false, TopLeft: false, SumNormalization: false, Layer: null)
        {
            Additive = new(HasScale: false),
            Gradients = true,
        };

        AdditiveBackwardPlan plan = AttentionPlanner.Plan(spec, new CompilationFacts("Game", AllowUnsafe: false)).AdditiveBackward!;

        Assert.Equal(queryBlock, plan.QueryBlock);
        Assert.Equal((64 * widest) + (queryBlock * ((2 * 64) + 16 + 2)), plan.Scratch.Length(plan.QueryBlock));
        Assert.InRange(plan.StackBytes, 1, 64 * 1024);
    }
}
