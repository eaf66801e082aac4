using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>The position of the first query among the keys.</summary>
/// <param name="Value">The position, an expression.</param>
/// <param name="Words">The reason.</param>
internal sealed record FirstPosition(string Value, string Words)
{
    /// <param name="spec">The declared attention.</param>
    /// <param name="keys">How many keys there are, an expression.</param>
    /// <param name="queries">How many query tokens there are, an expression.</param>
    public static FirstPosition Of(AttentionSpec spec, string keys, string queries) => spec.TopLeft
        ? new("0", "the first query stands at the first key")
        : new($"{keys} - {queries}", "the last query stands at the last key");

    /// <summary>Writes the property of a call's operands, where positions matter.</summary>
    public static void WriteProperty(KernelWriter code, AttentionSpec spec)
    {
        if (spec.HasPositions)
        {
            FirstPosition first = Of(spec, "KeyCount", "QueryLength");
            code.Line($"""

                /// <summary>The position of the first query among the keys: {first.Words}.</summary>
                public readonly int FirstPosition => {first.Value};
                """);
        }
    }

    /// <summary>Writes the position of a call's first token, where a layer counts positions; it is 0 before.</summary>
    public static void Write(KernelWriter code, AttentionSpec spec, string keys)
    {
        FirstPosition first = Of(spec, keys, "queryLength");
        if (spec.CountsPositions && first.Value != "0")
        {
            code.Line($"operands.FirstPosition = {first.Value}; // {first.Words}");
        }
    }
}
