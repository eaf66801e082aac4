using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Steps;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>The files of a step that all declarations of equal plans share, so that a project compiles it once.</summary>
internal static class SharedFiles
{
    public static IEnumerable<(string Name, string Text)> Of(SharedPlan plan, CompilationFacts facts)
    {
        IReadOnlyList<TilePlan> tiles = TilePlanner.Plan(ProjectionPlan.WholeBlock, valueDim: 1, facts);
        Step step = StepOf(plan);
        yield return (Name(plan, "Kernel"), WriteKernel(plan, facts, step, tiles));
        foreach (TilePlan tile in tiles)
        {
            yield return (Name(plan, tile.Width.Class), WriteWidth(plan, facts, step, tile));
        }
    }

    // No type's files have a name with a hyphen.
    private static string Name(SharedPlan plan, string part) => $"SpanAttention-{plan.ClassName}.{part}.g.cs";

    private static Step StepOf(SharedPlan plan) => plan is ProjectionPlan projection ? ProjectionTile.Create(projection) : WeightGradient.Create((WeightGradientPlan)plan);

    private static string Summary(SharedPlan plan) => plan is ProjectionPlan projection
        ? $"Projections of tokens, which are rows; outputs are vector lanes, and come by {projection.OutputStep}."
        : "Gradients of weight tensors, summed over tokens where they lie; elements of a row are vector lanes.";

    private static string WriteKernel(SharedPlan plan, CompilationFacts facts, Step step, IReadOnlyList<TilePlan> tiles)
    {
        CodeWriter code = new();
        code.Line($"/// <summary>{Summary(plan)}</summary>");
        SourceFile.WriteGeneratedAttributes(code);
        using (code.Block($"internal static partial class {plan.ClassName}"))
        {
            WriteConstants(code, plan);
            code.Line();
            step.WriteDispatch(code, tiles);
        }

        return SourceFile.Write(facts, Origin(plan, "The choice of vector width."), code);
    }

    private static void WriteConstants(CodeWriter code, SharedPlan plan)
    {
        if (plan is ProjectionPlan)
        {
            code.Line($"private const int RowGroup = {AttentionPlan.RowGroup}; // outputs that lie side by side among the weights");
        }
        else
        {
            code.Line($"""
                private const int RowGroup = {AttentionPlan.RowGroup}; // elements of a token that lie side by side
                private const int RowFold = {BackwardPlan.RowFold}; // tokens whose products are summed before they are folded into the gradient
                """);
        }
    }

    private static string WriteWidth(SharedPlan plan, CompilationFacts facts, Step step, TilePlan tile)
    {
        CodeWriter code = new();
        using (code.Block($"internal static partial class {plan.ClassName}"))
        {
            step.WriteWidth(code, tile);
        }

        string lanes = plan is ProjectionPlan ? "outputs" : "elements";
        return SourceFile.Write(facts, Origin(plan, $"The tiles in vectors of {tile.Width.Bits} bits, {tile.Width.Lanes} {lanes} each."), code);
    }

    private static string Origin(SharedPlan plan, string content) => $"all layers {(plan is ProjectionPlan ? "whose projections have the same plan" : "that learn")}. {content}";
}
