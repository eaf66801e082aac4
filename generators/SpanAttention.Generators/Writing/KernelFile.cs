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
        switch (plan)
        {
            case AttentionPlan attention:
                WriteMembers(code, attention);
                break;
            case BackwardPlan backward:
                WriteMembers(code, backward);
                break;
            case AdditiveBackwardPlan additive:
                WriteMembers(code, additive);
                break;
            case SelfBackwardPlan self:
                WriteMembers(code, self);
                break;
            case StatePlan state:
                WriteMembers(code, state);
                break;
            case BlockPlan block:
                BlockRoutine.Write(code, block);
                break;
            case PerceptronPlan perceptron:
                WriteMembers(code, perceptron);
                break;
            case LayerBackwardPlan layer:
                WriteMembers(code, layer);
                break;
            case PerceptronBackwardPlan perceptron:
                WriteMembers(code, perceptron);
                break;
        }

        foreach (Step step in code.Steps)
        {
            code.Line();
            step.WriteDispatch(code, plan.Tiles);
        }
    }

    private static void WriteMembers(KernelWriter code, PerceptronPlan plan)
    {
        PerceptronConstants.Write(code, plan);
        code.Line();
        LayerPacking.Write(code, plan);
        code.Line();
        PerceptronEntries.Write(code, plan);
        code.Line();
        PerceptronRoutine.Write(code, plan);
    }

    private static void WriteMembers(KernelWriter code, LayerBackwardPlan plan)
    {
        LayerBackwardConstants.Write(code, plan);
        code.Line();
        LayerBackwardEntries.Write(code, plan);
        code.Line();
        LayerBackwardRoutine.Write(code, plan);
        code.Line();
        LayerBackwardOperands.Write(code, plan);
    }

    private static void WriteMembers(KernelWriter code, PerceptronBackwardPlan plan)
    {
        PerceptronBackwardConstants.Write(code, plan);
        code.Line();
        PerceptronBackwardEntries.Write(code, plan);
        code.Line();
        PerceptronBackwardRoutine.Write(code, plan);
    }

    private static void WriteMembers(KernelWriter code, BackwardPlan plan)
    {
        BackwardConstants.Write(code, plan);
        code.Line();
        if (plan.IsPart)
        {
            HeadsEntries.WriteBackward(code, plan);
        }
        else
        {
            BackwardEntries.Write(code, plan);
        }

        code.Line();
        BackwardRoutine.Write(code, plan);
        code.Line();
        BackwardOperands.Write(code, plan);
    }

    private static void WriteMembers(KernelWriter code, AdditiveBackwardPlan plan)
    {
        AdditiveBackwardConstants.Write(code, plan);
        code.Line();
        AdditiveBackwardEntries.Write(code, plan);
        code.Line();
        AdditiveBackwardRoutine.Write(code, plan);
        code.Line();
        AdditiveBackwardOperands.Write(code, plan);
    }

    private static void WriteMembers(KernelWriter code, SelfBackwardPlan plan)
    {
        SelfBackwardConstants.Write(code, plan);
        code.Line();
        SelfBackwardEntries.Write(code, plan);
        code.Line();
        SelfBackwardRoutine.Write(code, plan);
    }

    private static void WriteMembers(KernelWriter code, StatePlan plan)
    {
        StateConstants.Write(code, plan);
        code.Line();
        StateEntries.Write(code, plan);
        foreach (Action<KernelWriter, AttentionPlan> write in new Action<KernelWriter, AttentionPlan>[] { BlockEntries.WriteBlockCount, AttendRoutine.Write, ParallelRoutine.WriteBlock, StateOperands.Write })
        {
            code.Line();
            write(code, plan.Attention);
        }
    }

    private static void WriteMembers(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Additive is { } additive)
        {
            AdditiveConstants.Write(code, plan, additive);
        }
        else
        {
            Constants.Write(code, plan);
        }

        foreach (Action<KernelWriter, AttentionPlan> write in Members(plan))
        {
            code.Line();
            write(code, plan);
        }
    }

    /// <summary>The table of contents of a kernel.</summary>
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
