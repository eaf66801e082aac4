using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Steps;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>The files of projections that all declarations of equal plans share, so that a project compiles them once.</summary>
internal static class ProjectionFiles
{
    public static IEnumerable<(string Name, string Text)> Of(ProjectionPlan plan, CompilationFacts facts)
    {
        IReadOnlyList<TilePlan> tiles = TilePlanner.Plan(ProjectionPlan.WholeBlock, valueDim: 1, facts);
        Step step = ProjectionTile.Create(plan);
        yield return (Name(plan, "Kernel"), WriteKernel(plan, facts, step, tiles));
        foreach (TilePlan tile in tiles)
        {
            yield return (Name(plan, tile.Width.Class), WriteWidth(plan, facts, step, tile));
        }
    }

    // No type's files have a name with a hyphen.
    private static string Name(ProjectionPlan plan, string part) => $"SpanAttention-{plan.ClassName}.{part}.g.cs";

    private static string WriteKernel(ProjectionPlan plan, CompilationFacts facts, Step step, IReadOnlyList<TilePlan> tiles)
    {
        CodeWriter code = new();
        code.Line($"/// <summary>Projections of tokens, which are rows; outputs are vector lanes, and come by {plan.OutputStep}.</summary>");
        SourceFile.WriteGeneratedAttributes(code);
        using (code.Block($"internal static partial class {plan.ClassName}"))
        {
            code.Line($"private const int RowGroup = {AttentionPlan.RowGroup}; // outputs that lie side by side among the weights");
            code.Line();
            step.WriteDispatch(code, tiles);
        }

        return SourceFile.Write(facts, Origin("The choice of vector width."), code);
    }

    private static string WriteWidth(ProjectionPlan plan, CompilationFacts facts, Step step, TilePlan tile)
    {
        CodeWriter code = new();
        using (code.Block($"internal static partial class {plan.ClassName}"))
        {
            step.WriteWidth(code, tile);
        }

        return SourceFile.Write(facts, Origin($"The tiles in vectors of {tile.Width.Bits} bits, {tile.Width.Lanes} outputs each."), code);
    }

    private static string Origin(string content) => $"all layers whose projections have the same plan. {content}";
}
