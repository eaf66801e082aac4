using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Routines;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Writing;

/// <summary>The emitted kernel: constants, entries with their checks, routines over blocks, and the choice of vector width.</summary>
internal static class KernelFile
{
    /// <param name="code">Takes the kernel, and remembers the steps that it calls.</param>
    /// <param name="plan">What to emit.</param>
    public static string Write(KernelWriter code, DeclaredPlan plan)
    {
        code.Line($"/// <summary>{Summary(plan)}</summary>");
        SourceFile.WriteGeneratedAttributes(code);
        using (code.Block($"internal static partial class {plan.Type.KernelName}"))
        {
            WriteMembers(code, plan);
        }

        return SourceFile.Write(plan, "The routines, the same for every vector width.", code);
    }

    private static string Summary(DeclaredPlan plan) => plan switch
    {
        BackwardPlan or AdditiveBackwardPlan or SelfBackwardPlan => $"Gradients of attention compiled for {plan.Type.FullName}: checks, then blocks of query rows, then tiles of keys.",
        StatePlan => $"Attention part by part compiled for {plan.Type.FullName}: checks, then blocks of query rows, then the part's tiles of keys.",
        AttentionPlan => $"Attention compiled for {plan.Type.FullName}: checks, then blocks of query rows, then tiles of keys.",
        LayerBackwardPlan => $"Gradients of a layer compiled for {plan.Type.FullName}: checks, then outputs, heads and inputs.",
        PerceptronBackwardPlan => $"Gradients of a perceptron compiled for {plan.Type.FullName}: checks, then blocks of tokens.",
        BlockPlan => $"A transformer block compiled for {plan.Type.FullName}: norms and sums around the kernels of its parts.",
        _ => $"A perceptron compiled for {plan.Type.FullName}: checks, then blocks of tokens.",
    };

    private static void WriteMembers(KernelWriter code, DeclaredPlan plan)
    {
        Action<KernelWriter>[] members = [.. Members(plan)];
        for (int index = 0; index < members.Length; index++)
        {
            if (index > 0)
            {
                code.Line();
            }

            members[index](code);
        }

        foreach (Step step in code.Steps)
        {
            code.Line();
            step.WriteDispatch(code, plan.Tiles);
        }
    }

    /// <summary>The table of contents of a kernel.</summary>
    private static IEnumerable<Action<KernelWriter>> Members(DeclaredPlan plan) => plan switch
    {
        AttentionPlan attention => Of(attention, [WriteConstants, .. Members(attention)]),
        BackwardPlan backward => Of(backward, BackwardConstants.Write, backward.IsPart ? HeadsEntries.WriteBackward : BackwardEntries.Write, BackwardRoutine.Write, BackwardOperands.Write),
        AdditiveBackwardPlan additive => Of(additive, AdditiveBackwardConstants.Write, AdditiveBackwardEntries.Write, AdditiveBackwardRoutine.Write, AdditiveBackwardOperands.Write),
        SelfBackwardPlan self => Of(self, SelfBackwardConstants.Write, SelfBackwardEntries.Write, SelfBackwardRoutine.Write),
        StatePlan state =>
        [
            .. Of(state, StateConstants.Write, StateEntries.Write),
            .. Of(state.Attention, BlockEntries.WriteBlockCount, AttendRoutine.Write, ParallelRoutine.WriteBlock, StateOperands.Write),
        ],
        BlockPlan block => Of(block, BlockRoutine.Write),
        PerceptronPlan perceptron => Of(perceptron, PerceptronConstants.Write, LayerPacking.Write, PerceptronEntries.Write, PerceptronRoutine.Write),
        LayerBackwardPlan layer => Of(layer, LayerBackwardConstants.Write, LayerBackwardEntries.Write, LayerBackwardRoutine.Write, LayerBackwardOperands.Write),
        PerceptronBackwardPlan perceptron => Of(perceptron, PerceptronBackwardConstants.Write, PerceptronBackwardEntries.Write, PerceptronBackwardRoutine.Write),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.GetType().Name, "No kernel is known for this plan."),
    };

    private static IEnumerable<Action<KernelWriter>> Of<TPlan>(TPlan plan, params Action<KernelWriter, TPlan>[] members) =>
        members.Select(write => (Action<KernelWriter>)(code => write(code, plan)));

    private static void WriteConstants(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Additive is { } additive)
        {
            AdditiveConstants.Write(code, plan, additive);
        }
        else
        {
            Constants.Write(code, plan);
        }
    }

    /// <summary>The same of attention, after its constants.</summary>
    private static IEnumerable<Action<KernelWriter, AttentionPlan>> Members(AttentionPlan plan) => plan.Spec.Kind switch
    {
        DeclarationKind.SelfAttention => [SelfAttentionEntries.Write, .. Attend(plan), WeighRoutine.Write, ScoreRoutine.Write, OperandsStruct.Write],
        DeclarationKind.AdditiveAttention => [AdditiveEntries.Write, AdditiveRoutine.WriteAttend, AdditiveRoutine.WriteWeigh, AdditiveOperands.Write],
        DeclarationKind.Attention when plan.IsPart => [HeadsEntries.WriteForward, AttendRoutine.Write, OperandsStruct.Write],
        DeclarationKind.Attention => [AttentionEntries.Write, .. Attend(plan), ParallelRoutine.Write, WeighRoutine.Write, ScoreRoutine.Write, OperandsStruct.Write],
        _ => [LayerConstants.Write, LayerPacking.Write, LayerEntries.Write, .. Cache(plan), SequenceEntries.Write, .. Parallel(plan), SequencesRoutine.Write, TokensRoutine.Write, ProjectRoutine.Write, AttendRoutine.Write, .. Weigh(plan), .. Learn(plan), OperandsStruct.Write],
    };

    private static IEnumerable<Action<KernelWriter, AttentionPlan>> Cache(AttentionPlan plan) => plan.Spec.Layer! switch
    {
        { HasCache: true } => [CacheEntries.Write],
        { Context: not ContextSource.Inputs } => [ContextEntries.Write],
        _ => [],
    };

    private static IEnumerable<Action<KernelWriter, AttentionPlan>> Parallel(AttentionPlan plan) => plan.Spec.TakesSequences ? [ParallelLayer.Write] : [];

    private static IEnumerable<Action<KernelWriter, AttentionPlan>> Weigh(AttentionPlan plan) => plan.IsPart ? [] : [WeighRoutine.Write];

    private static IEnumerable<Action<KernelWriter, AttentionPlan>> Learn(AttentionPlan plan) => plan.Spec.Learns ? [TapeRoutine.Write] : [];

    private static IEnumerable<Action<KernelWriter, AttentionPlan>> Attend(AttentionPlan plan)
    {
        if (plan.Tiny is not null)
        {
            yield return TinyRoutine.Write;
        }

        if (plan.Attends)
        {
            yield return AttendRoutine.Write;
        }
    }
}
