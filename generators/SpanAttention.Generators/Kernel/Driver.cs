using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Kernel;

/// <summary>Emits methods with scratch on the stack.</summary>
internal static class Driver
{
    /// <summary>A method that runs what <paramref name="writeCalls"/> writes.</summary>
    public static void Write(KernelWriter code, AttentionPlan plan, (string Name, string Summary) method, Action writeCalls)
    {
        code.Line($"/// <summary>{method.Summary}</summary>");
        WriteSkipLocalsInit(code, plan.Facts);
        using (code.Block($"private static void {method.Name}(ref Operands operands)"))
        {
            WriteScratch(code);
            writeCalls();
        }
    }

    /// <summary>For a method with scratch: where it may be, the stack is not cleared.</summary>
    public static void WriteSkipLocalsInit(KernelWriter code, CompilationFacts facts)
    {
        if (facts.AllowUnsafe)
        {
            code.Line("[SkipLocalsInit]");
        }
    }

    /// <summary>Scratch on the stack.</summary>
    public static void WriteScratch(KernelWriter code) =>
        code.Line("""
            Span<float> stack = stackalloc float[ScratchLength + AlignmentSlack];
            ref float scratch = ref Scratch.Align(stack);
            """);
}
