using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The steps that a plan's routines call, in the order in which a block runs them.</summary>
internal static class Steps
{
    public static IEnumerable<Step> For(AttentionPlan plan) => plan.Additive is { } additive
        ? [AdditiveScores.Create(plan.Spec, additive), SharedSoftmax.Create(plan), SharedContext.Create(plan)]
        : Projections(plan).Concat(Shared(plan)).Concat(Scores(plan)).Concat(Normalization(plan)).Concat(Contexts(plan));

    private static IEnumerable<Step> Projections(AttentionPlan plan)
    {
        if (plan.Spec.Layer is not { } layer)
        {
            yield break;
        }

        yield return ProjectionTile.Create();
        if (layer.QueryKeyValueBias || layer.OutputBias)
        {
            yield return BiasTile.Create();
        }

        if (plan.TakesRows)
        {
            yield return ProjectionRows.Create(plan);
        }
    }

    private static IEnumerable<Step> Scores(AttentionPlan plan)
    {
        yield return ScoreTile.Create(plan);
        if (plan.HasGroups)
        {
            yield return ScoreTile.CreateGroups(plan);
        }

        if (plan.Spec.Adjusts)
        {
            yield return AdjustTile.Create(plan);
        }

        if (plan.Spec.Kind == AttentionKind.Attention)
        {
            foreach (Step stage in Stages(plan))
            {
                yield return stage;
            }
        }
    }

    /// <summary>Steps that take scores from one stage to the next, for those who ask to see them.</summary>
    private static IEnumerable<Step> Stages(AttentionPlan plan)
    {
        yield return ScaleTile.Create();
        if (new ScorePipeline(plan.Spec).StepsOf(ScoreStage.Capped).Count > 0)
        {
            yield return AdjustTile.CreateCap(plan);
        }

        if (new ScorePipeline(plan.Spec).HasMaskStage)
        {
            yield return AdjustTile.CreateMask(plan);
        }
        else if (plan.Spec.HasEdge)
        {
            yield return HideTile.Create(plan);
        }
    }

    private static IEnumerable<Step> Normalization(AttentionPlan plan)
    {
        bool sum = plan.Spec.SumNormalization;
        yield return sum ? SumTile.Create() : SoftmaxTile.Create(plan);
        if (plan.ReciprocatesAtTheEnd)
        {
            yield return NormalizeTile.CreateReciprocal();
        }

        yield return WeightTile.Of(plan);
    }

    private static IEnumerable<Step> Shared(AttentionPlan plan) =>
        !plan.AttendsShared ? [] : [SharedScores.Create(plan), SharedSoftmax.Create(plan), SharedContext.Create(plan)];

    private static IEnumerable<Step> Contexts(AttentionPlan plan)
    {
        if (!plan.AttendsBlocks)
        {
            yield break;
        }

        yield return ContextTile.Create(plan);
        if (plan.HasGroups)
        {
            yield return ContextTile.CreateGroups(plan);
        }

        if (plan.Spec.Has<Dropout>())
        {
            yield return DropTile.Create();
        }

        if (plan.Spec.LeavesKeysOut)
        {
            yield return ContextTile.CreateVisible(plan);
        }
    }
}
