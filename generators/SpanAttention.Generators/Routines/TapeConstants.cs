using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits where the rows of a layer's tape start, in floats of a token.</summary>
internal static class TapeConstants
{
    /// <param name="code">Takes the constants.</param>
    /// <param name="spec">The layer.</param>
    /// <param name="makesTapes">Whether the kernel makes tapes, too.</param>
    public static void Write(KernelWriter code, AttentionSpec spec, bool makesTapes)
    {
        TapePlan tape = new(spec);
        code.Line();
        code.Line("// A tape, in floats of a token");
        Write(code, tape.Tokens, makesTapes || spec.HasContext, "TapedLength");
        if (spec.HasContext)
        {
            code.Line();
            code.Line("// The same of a context token");
            Write(code, tape.ContextTokens, makesTapes, "TapedContextLength");
        }
    }

    private static void Write(KernelWriter code, Scratch rows, bool withLength, string length)
    {
        ScratchRegions.WriteOffsets(code, rows);
        if (withLength)
        {
            code.Line($"private const int {length} = {rows.End};");
        }
    }
}
