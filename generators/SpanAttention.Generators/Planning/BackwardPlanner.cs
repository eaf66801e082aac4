using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides how gradients are computed.</summary>
internal static class BackwardPlanner
{
    /// <summary>Null where no gradients are asked for.</summary>
    public static BackwardPlan? Plan(AttentionSpec spec, CompilationFacts facts)
    {
        if (!spec.Gradients)
        {
            return null;
        }

        int block = QueryBlock(spec);
        (int queryChunk, int valueChunk) = Chunks(spec, block);
        AttentionPlan attention = new(spec, facts, block, queryChunk, valueChunk, TilePlanner.Plan(block, spec.ValueDim, facts), Decode: null, Tiny: null, Parallel: null) { IsOfGradients = true };
        return new(new(spec), attention, BackwardScratch.Of(spec, queryChunk, valueChunk));
    }

    /// <summary>The largest block that the queries need and whose scratch fits the stack: whole folds of rows, unless it is all rows.</summary>
    private static int QueryBlock(AttentionSpec spec)
    {
        int block = spec.QueryLength == 0 ? AttentionPlanner.LargestBlock : AttentionPlanner.RoundUp(spec.QueryLength);
        return block > BackwardPlan.RowFold && BackwardScratch.Of(spec, spec.HeadDim, spec.ValueDim).Length(block) > AttentionPlanner.ScratchLimit ? BackwardPlan.RowFold : block;
    }

    /// <summary>Splits heads too wide for scratch: both products are then summed over parts of their dimensions, which become lanes again for every tile of keys.</summary>
    private static (int QueryChunk, int ValueChunk) Chunks(AttentionSpec spec, int block)
    {
        if (BackwardScratch.Of(spec, spec.HeadDim, spec.ValueDim).Length(block) <= AttentionPlanner.ScratchLimit)
        {
            return (spec.HeadDim, spec.ValueDim);
        }

        int available = (int)((AttentionPlanner.ScratchLimit - BackwardScratch.Of(spec, 0, 0).Length(block)) / block);
        int queryChunk = Math.Min(spec.HeadDim, Math.Max(available / 2, available - spec.ValueDim));
        return (queryChunk, Math.Min(spec.ValueDim, available - queryChunk));
    }
}
