using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides how a declared attention is computed. Pure arithmetic: same spec, same plan.</summary>
internal static class AttentionPlanner
{
    private const int StackLimitBytes = 64 * 1024;

    /// <summary>Lanes of the widest vectors: rows come in so many.</summary>
    public const int WidestLanes = 16;

    // 64 rows are four of the widest vectors: the tile of 4 keys × 4 vectors then loads 8 operands for 16 multiply-adds.
    public const int LargestBlock = 4 * WidestLanes;

    /// <summary>Floats of scratch that the stack has room for.</summary>
    public const int ScratchLimit = (StackLimitBytes / sizeof(float)) - AttentionPlan.AlignmentSlack;

    public static AttentionPlan Plan(AttentionSpec spec, CompilationFacts facts)
    {
        if (spec.Additive is not null)
        {
            AdditivePlan additive = AdditivePlanner.Plan(spec);
            return new(spec, facts, additive.QueryBlock, spec.HeadDim, spec.ValueDim, TilePlanner.Plan(WidestLanes, spec.ValueDim, facts), Decode: null, Tiny: null, Parallel: null)
            {
                Additive = additive,
                AdditiveBackward = AdditiveBackwardPlanner.Plan(spec, facts),
            };
        }

        if (spec.Layer is not null)
        {
            return PlanLayer(spec, facts);
        }

        AttentionPlan rows = PlanFewOrMany(spec, facts);
        return rows with
        {
            Tiny = rows.Decode is { Keys: SharedKeys.AlongHeadDim } ? null : TinyPlanner.Plan(spec, VectorWidth.Of(facts)),
            Parallel = ParallelPlanner.Plan(spec, rows.Decode, rows.QueryBlock),
            Backward = spec.Kind == DeclarationKind.Attention ? BackwardPlanner.Plan(spec, facts) : null,
            SelfBackward = spec.Kind == DeclarationKind.SelfAttention ? SelfBackwardPlanner.Plan(spec, facts) : null,
            State = spec.State ? new(StateSpec.Of(spec), PlanFewOrMany(StateSpec.Of(spec).Attention, facts)) : null,
        };
    }

    /// <summary>Rows of the caller's queries, few or many.</summary>
    private static AttentionPlan PlanFewOrMany(AttentionSpec spec, CompilationFacts facts) => PlanRows(spec, facts) with { Decode = DecodePlanner.Plan(spec, ScratchLimit) };

    /// <summary>Lanes of queries and contexts lie in the workspace, whatever their width.</summary>
    private static AttentionPlan PlanLayer(AttentionSpec spec, CompilationFacts facts)
    {
        int block = spec.QueryLength == 0 ? LargestBlock : RoundUp(spec.QueryLength);
        DecodePlan? few = DecodePlanner.Plan(spec, ScratchLimit);
        TokenBlocks queries = TokenBlocks.Of(spec.QueryLength, block, few?.Queries ?? 0);
        return new(spec, facts, block, spec.HeadDim, ScratchDims(spec), TilePlanner.Plan(block, spec.ValueDim, facts), queries.Few ? few : null, Tiny: null, Parallel: null, queries, ProjectionPlanner.Plan(spec, block))
        {
            LayerBackward = spec.Learns ? LayerBackwardPlanner.Plan(spec, PlanHeads(HeadsSpec.Of(spec), facts), facts) : null,
        };
    }

    /// <summary>Sequences are learned from whole, so that few rows are rare: blocks of rows are all that there is.</summary>
    private static AttentionPlan PlanHeads(AttentionSpec spec, CompilationFacts facts) => PlanRows(spec, facts) with
    {
        Backward = BackwardPlanner.Plan(spec, facts)! with { IsPart = true },
        IsPart = true,
    };

    private static AttentionPlan PlanRows(AttentionSpec spec, CompilationFacts facts)
    {
        int block = QueryBlock(spec);
        (int queryChunk, int valueChunk) = Chunks(spec, block);
        return new(spec, facts, block, queryChunk, valueChunk, TilePlanner.Plan(block, spec.ValueDim, facts), Decode: null, Tiny: null, Parallel: null);
    }

    /// <summary>The largest block of rows that the queries need and whose scratch fits the stack; one vector of rows at least.</summary>
    private static int QueryBlock(AttentionSpec spec)
    {
        int block = spec.QueryLength == 0 ? LargestBlock : Math.Min(LargestBlock, RoundUp(spec.QueryLength));
        while (block > WidestLanes && (long)block * RowFloats(spec, spec.HeadDim, ScratchDims(spec)) > ScratchLimit)
        {
            block -= WidestLanes;
        }

        return block;
    }

    /// <summary>Splits heads so wide that even one vector of rows would not fit: queries first, as they are copied again only once a key tile.</summary>
    private static (int QueryChunk, int ValueChunk) Chunks(AttentionSpec spec, int block)
    {
        int valueDim = ScratchDims(spec);
        if (block * RowFloats(spec, spec.HeadDim, valueDim) <= ScratchLimit)
        {
            return (spec.HeadDim, valueDim);
        }

        int available = (ScratchLimit / block) - (int)RowFloats(spec, 0, 0);
        int queryChunk = Math.Min(spec.HeadDim, Math.Max(available / 2, available - valueDim));
        return (queryChunk, Math.Min(valueDim, available - queryChunk));
    }

    /// <summary>Value dimensions that need scratch: none where they fill vectors, for then contexts are summed in the rows they go to.</summary>
    private static int ScratchDims(AttentionSpec spec) => spec.ValueDim % WidestLanes == 0 ? 0 : spec.ValueDim;

    private static long RowFloats(AttentionSpec spec, int headDim, int valueDim) => BlockScratch.Of(spec, headDim, valueDim).FloatsOfRow;

    /// <summary>So many rows as whole vectors, up to the largest block.</summary>
    public static int RoundUp(int rows) => rows > LargestBlock ? LargestBlock : (rows + WidestLanes - 1) / WidestLanes * WidestLanes;
}
