using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>The paragraph that hands out the logarithms of rows' sums of exponentials, where a call asks for them.</summary>
internal static class LogSumExpStep
{
    /// <param name="code">What is written to.</param>
    /// <param name="spec">The declared attention.</param>
    /// <param name="statistics">References to the rows' maxima and sums, and how many rows.</param>
    /// <param name="row">The first of the rows among the call's query tokens.</param>
    public static void Write(KernelWriter code, AttentionSpec spec, string statistics, string row)
    {
        using (code.Block("if (!Unsafe.IsNullRef(ref operands.LogSumExp))"))
        {
            (string store, string scale) = spec.HasNaturalUnits ? ("StoreNatural", "") : ("Store", "ScaleLog2E, ");
            code.Line($"LogSumExp.{store}({statistics}, {scale}ref Floats.At(ref operands.LogSumExp, ((nint)head * operands.QueryLength) + {row}));");
        }
    }
}
