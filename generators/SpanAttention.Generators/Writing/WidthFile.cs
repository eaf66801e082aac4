using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Steps;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>The emitted steps of one vector width.</summary>
internal static class WidthFile
{
    public static string Write(DeclaredPlan plan, TilePlan tile, IReadOnlyList<Step> steps)
    {
        CodeWriter code = new();
        using (code.Block($"internal static partial class {plan.Type.KernelName}"))
        {
            bool first = true;
            foreach (Step step in steps)
            {
                if (!first)
                {
                    code.Line();
                }

                first = false;
                step.WriteWidth(code, tile);
            }

            if (plan is AttentionPlan attention)
            {
                TinyRows.WriteAll(code, attention, tile.Width);
            }
        }

        return SourceFile.Write(plan, $"The steps on a tile in vectors of {tile.Width.Bits} bits, {tile.Width.Lanes} {Lanes(plan)} each.", code);
    }

    private static string Lanes(DeclaredPlan plan) => plan switch
    {
        BackwardPlan => "query rows or head dimensions",
        AdditiveBackwardPlan or SelfBackwardPlan => "keys or dimensions",
        _ => "query rows",
    };
}
