using System.Globalization;
using SpanAttention.Generators.Declaring;

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
        if (Window(spec) is { } window)
        {
            yield return window;
        }

        if (spec.SoftCap is { } cap)
        {
            yield return $"scores capped to ±{cap.ToString(CultureInfo.InvariantCulture)}";
        }

        if (spec.Mask != PairAxes.None)
        {
            yield return $"a mask of {Axes(spec.Mask)}";
        }

        if (spec.Bias != PairAxes.None)
        {
            yield return $"a bias of {Axes(spec.Bias)}";
        }

        if (spec.Alibi)
        {
            yield return "ALiBi";
        }

        if (spec.Sinks)
        {
            yield return "a sink a head";
        }

        if (spec.Dropout)
        {
            yield return $"dropout at a rate of {spec.DropoutRate.ToString(CultureInfo.InvariantCulture)}";
        }

        if (spec.QueryStride > 0 || spec.KeyStride > 0 || spec.ValueStride > 0)
        {
            yield return "tokens as slices of wider rows";
        }
    }

    private static string? Window(AttentionSpec spec) => (spec.LeftWindow, spec.RightWindow) switch
    {
        (null, null) => null,
        ({ } left, null) => $"a window of {Number(left)} keys before a query's position",
        (null, { } right) => $"a window of {Number(right)} keys after a query's position",
        ({ } left, { } right) => $"a window of {Number(left)} keys before and {Number(right)} after a query's position",
    };

    private static string Axes(PairAxes axes) => axes switch
    {
        PairAxes.Keys => "keys",
        PairAxes.QueryKeys => "queries and keys",
        _ => "heads, queries and keys",
    };

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
