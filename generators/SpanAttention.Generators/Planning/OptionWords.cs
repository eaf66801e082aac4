using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>The options of a declaration in words.</summary>
internal static class OptionWords
{
    /// <summary>One sentence; empty where there are none.</summary>
    public static string Of(AttentionSpec spec)
    {
        string[] words = [.. Words(spec)];
        return words.Length == 0 ? "" : $"With {string.Join(", ", words)}.";
    }

    private static IEnumerable<string> Words(AttentionSpec spec)
    {
        foreach (Option option in spec.Options)
        {
            yield return option.Words;
        }

        if (spec.Layer?.Rotary is { Words.Length: > 0 } rotary)
        {
            yield return rotary.Words;
        }

        if (spec.Layer?.QkNorm is { } norm)
        {
            yield return norm.Words;
        }

        if (spec.Layer is { OutputGate: true })
        {
            yield return "contexts multiplied by σ of gates";
        }

        if (spec.QueryStride > 0 || spec.KeyStride > 0 || spec.ValueStride > 0)
        {
            yield return "tokens as slices of wider rows";
        }
    }
}
