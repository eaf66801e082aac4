using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission;

/// <summary>The emitted steps of one vector width.</summary>
internal static class TileFile
{
    public static string Write(AttentionPlan plan, TilePlan tile) => SourceFile.Write(plan, $"The steps on a tile in vectors of {tile.Width.Bits} bits, {tile.Width.Lanes} query rows each.", code =>
    {
        using (code.Block($"internal static partial class {plan.Spec.Type.KernelName}"))
        {
            bool first = true;
            foreach (TileMethod method in TileMethods.For(plan))
            {
                if (!first)
                {
                    code.Line();
                }

                first = false;
                method.WriteWidth(code, tile);
            }

            TinyRows.WriteAll(code, plan, tile.Width);
        }
    });
}
