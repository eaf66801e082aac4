using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>A step on one tile, emitted once a vector width, and the method of the same name that picks the machine's width.</summary>
/// <param name="Name">The step, such as <c>ScoreTile</c>; the width follows in the methods that do it.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Equation">What it computes, for the summary.</param>
/// <param name="WriteBody">Writes the body for one width.</param>
internal sealed record Step(string Name, Signature Parameters, string Equation, Action<CodeWriter, TilePlan> WriteBody)
{
    /// <summary>The call as a statement; a caller names only the arguments that are not its variables of the parameters' names.</summary>
    public string Call(params (string Name, string Argument)[] others) => $"{Name}({Parameters.Arguments(others)});";

    /// <summary>The dispatcher. Both conditions are constants to the JIT and to Native AOT, so one call remains.</summary>
    public void WriteDispatch(CodeWriter code)
    {
        code.Line($"/// <summary>{Equation}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"private static void {Name}({Parameters.Declaration})"))
        {
            code.Line($"if (Vector512.IsHardwareAccelerated) {Name}512({Parameters.Forwarding});");
            code.Line($"else if (Vector256.IsHardwareAccelerated) {Name}256({Parameters.Forwarding});");
            code.Line($"else {Name}128({Parameters.Forwarding});");
        }
    }

    /// <summary>The step in vectors of one width. Optimised at once: tiered compilation would run it ten times slower for a second.</summary>
    public void WriteWidth(CodeWriter code, TilePlan tile)
    {
        code.Line($"/// <summary>{Equation}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void {Name}{tile.Width.Bits}({Parameters.Declaration})"))
        {
            WriteBody(code, tile);
        }
    }
}
