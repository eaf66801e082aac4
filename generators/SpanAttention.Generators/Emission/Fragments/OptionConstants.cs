using System.Globalization;
using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Emits what options are in numbers, by name.</summary>
internal static class OptionConstants
{
    private const int SlopesOfALine = 8;

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
            WriteSlopes(code, spec);
            code.Line();
        }
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

    private static void WriteSlopes(CodeWriter code, AttentionSpec spec)
    {
        string[] slopes = [.. Numbers.Slopes(spec).Select(Literal.Of)];
        code.Line("""
            /// <summary>What a head subtracts from a score for every position between query and key (ALiBi).</summary>
            private static ReadOnlySpan<float> Slopes => new float[]
            {
            """);
        for (int first = 0; first < slopes.Length; first += SlopesOfALine)
        {
            code.Line($"    {string.Join(", ", slopes.Skip(first).Take(SlopesOfALine))},");
        }

        code.Line("};");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
