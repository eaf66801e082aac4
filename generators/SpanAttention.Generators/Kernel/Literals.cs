using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>Emits numbers that were computed at compile time, exactly.</summary>
internal static class Literals
{
    private const int NumbersOfALine = 8;

    public static void Write(CodeWriter code, string name, string summary, IEnumerable<float> numbers)
    {
        string[] literals = [.. numbers.Select(Literal.Of)];
        code.Line($$"""
            /// <summary>{{summary}}</summary>
            private static ReadOnlySpan<float> {{name}} => new float[]
            {
            """);
        for (int first = 0; first < literals.Length; first += NumbersOfALine)
        {
            code.Line($"    {string.Join(", ", literals.Skip(first).Take(NumbersOfALine))},");
        }

        code.Line("};");
    }
}
