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
    /// <summary>The class that has the step where declarations share it; empty where it is the kernel's own.</summary>
    public string Class { get; init; } = "";

    /// <summary>Tells whether declarations share it.</summary>
    public bool IsShared => Class.Length > 0;

    /// <summary>Writes the methods that the body calls, for one width; null where it calls none.</summary>
    public Action<CodeWriter, TilePlan>? WriteParts { get; init; }

    /// <summary>The call as a statement; a caller names only the arguments that are not its variables of the parameters' names.</summary>
    public string Call(params (string Name, string Argument)[] others) => $"{(IsShared ? $"{Class}." : "")}{Name}({Parameters.Arguments(others)});";

    /// <summary>The dispatcher: the widest that the machine has, else the narrowest. Conditions are constants to the JIT and to Native AOT, so one call remains.</summary>
    public void WriteDispatch(CodeWriter code, IReadOnlyList<TilePlan> tiles)
    {
        code.Line($"/// <summary>{Equation}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"{(IsShared ? "public" : "private")} static void {Name}({Parameters.Declaration})"))
        {
            string otherwise = "";
            foreach (TilePlan tile in tiles)
            {
                string condition = tile == tiles[tiles.Count - 1] ? "" : $"if ({tile.Width.Class}.IsHardwareAccelerated) ";
                code.Line($"{otherwise}{condition}{Name}{tile.Width.Bits}({Parameters.Forwarding});");
                otherwise = "else ";
            }
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

        WriteParts?.Invoke(code, tile);
    }
}
