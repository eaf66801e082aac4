using System.Globalization;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Emits what options are in numbers, by name.</summary>
internal static class OptionConstants
{
    public static void Write(CodeWriter code, AttentionSpec spec)
    {
        string[] constants = [.. Constants(spec)];
        if (constants.Length > 0)
        {
            code.Line(string.Join("\n", constants));
            code.Line();
        }

        if (spec.Alibi)
        {
            WriteSlopes(code, [.. Numbers.Slopes(spec).Select(Literal.Of)]);
            code.Line();
        }
    }

    // Not a table: without optimization the span of a table's numbers is made anew, on the heap, wherever it is asked for.
    private static void WriteSlopes(CodeWriter code, string[] slopes)
    {
        code.Line("/// <summary>What a head subtracts from a score for every position between query and key (ALiBi).</summary>");
        if (slopes.Length == 1)
        {
            code.Line($"private static float SlopeOf(int head) => {slopes[0]};");
            return;
        }

        code.Line("""
            private static float SlopeOf(int head) => head switch
            {
            """);
        for (int head = 0; head < slopes.Length - 1; head++)
        {
            code.Line($"    {head} => {slopes[head]},");
        }

        code.Line($"    _ => {slopes[^1]},");
        code.Line("};");
    }

    private static IEnumerable<string> Constants(AttentionSpec spec)
    {
        if (spec.LeftWindow is { } left)
        {
            yield return $"private const int LeftWindow = {Number(left)}; // keys before its position that a query sees";
        }

        if (spec.RightBound is > 0 and int right)
        {
            yield return $"private const int RightWindow = {Number(right)}; // keys after its position that a query sees";
        }

        if (spec.SoftCap is not null)
        {
            yield return $"private const float SoftCap = {Literal.Of(Numbers.SoftCap(spec))}; // scores stay below";
        }

        if (spec.Dropout)
        {
            yield return $"private const float KeepScale = {Literal.Of(Numbers.KeepScale(spec))}; // 1 / (1 − dropout rate)";
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
