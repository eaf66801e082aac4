using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>Emits scratch: where its regions start, and local variables that refer to them.</summary>
internal static class ScratchRegions
{
    public static void WriteOffsets(CodeWriter code, Scratch scratch, string type = "int")
    {
        foreach ((Region region, string start) in scratch.Starts())
        {
            code.Line($"private const {type} {scratch.Offset(region)} = {start}; // {region.Axes}");
        }
    }

    public static void WriteLocals(CodeWriter code, Scratch scratch, IEnumerable<Region> regions, string start = "scratch")
    {
        foreach (Region region in regions)
        {
            code.Line($"ref float {region.Name} = ref Floats.At(ref {start}, {scratch.Offset(region)});");
        }

        code.Line();
    }
}
