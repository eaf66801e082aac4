using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits options in numbers, by name.</summary>
internal static class OptionConstants
{
    public static void Write(KernelWriter code, AttentionSpec spec)
    {
        string[] constants = [.. spec.Options.SelectMany(static option => option.Constants)];
        if (constants.Length > 0)
        {
            code.Line(string.Join("\n", constants));
            code.Line();
        }

        foreach (string method in spec.Options.Select(static option => option.Method).Where(static method => method.Length > 0))
        {
            code.Line(method);
            code.Line();
        }
    }
}
