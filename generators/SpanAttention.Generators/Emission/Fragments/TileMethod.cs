using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>A step on one tile, emitted once a vector width, and the method of the same name that picks the machine's width.</summary>
/// <param name="Name">The step, such as <c>ScoreTile</c>; the width follows in the methods that do it.</param>
/// <param name="Parameters">Its parameters, as declared.</param>
/// <param name="Arguments">The same, as passed on.</param>
/// <param name="Equation">What it computes, for the summary.</param>
/// <param name="WriteBody">Writes the body for one width.</param>
internal sealed record TileMethod(string Name, string Parameters, string Arguments, string Equation, Action<CodeWriter, TilePlan> WriteBody)
{
    /// <summary>Tells whether it is part of another step, which calls it in its own width: then nothing has to pick one.</summary>
    public bool IsPart { get; init; }

    /// <summary>The dispatcher. Both conditions are constants to the JIT and to Native AOT, so one call remains.</summary>
    public void WriteDispatch(CodeWriter code)
    {
        code.Line($"/// <summary>{Equation}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"private static void {Name}({Parameters})"))
        {
            using (code.Block("if (Vector512.IsHardwareAccelerated)"))
            {
                code.Line($"{Name}512({Arguments});");
            }

            using (code.Block("else if (Vector256.IsHardwareAccelerated)"))
            {
                code.Line($"{Name}256({Arguments});");
            }

            using (code.Block("else"))
            {
                code.Line($"{Name}128({Arguments});");
            }
        }
    }

    /// <summary>The step in vectors of one width. Optimised at once: tiered compilation would run it ten times slower for a second.</summary>
    public void WriteWidth(CodeWriter code, TilePlan tile)
    {
        code.Line($"/// <summary>{Equation}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void {Name}{tile.Width.Bits}({Parameters})"))
        {
            WriteBody(code, tile);
        }
    }
}
