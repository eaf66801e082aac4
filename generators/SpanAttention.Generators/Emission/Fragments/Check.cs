namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The emitted checks of spans: lengths first, then room, then overlap, all before anything is written.</summary>
internal static class Check
{
    /// <summary><c>int count = …;</c>: the declared length, or what the span holds.</summary>
    public static void WriteTokens(CodeWriter code, string count, string declared, string span, Shape shape) =>
        code.Line(declared.Length > 0
            ? $"""
              const int {count} = {declared};
              SpanShape.Exactly({span}.Length, {shape.Dimensions(count)}, "{span}", "{shape.Words}");
              """
            : $"int {count} = SpanShape.Tokens({span}.Length, {shape.TokenWidth}, \"{span}\", \"{shape.Text("tokens")}\");");

    /// <summary>The same check where the count is not needed.</summary>
    public static void WriteWidth(CodeWriter code, string declared, string span, Shape shape) =>
        code.Line(declared.Length > 0
            ? $"SpanShape.Exactly({span}.Length, {shape.Dimensions(declared)}, \"{span}\", \"{shape.Words}\");"
            : $"SpanShape.Tokens({span}.Length, {shape.TokenWidth}, \"{span}\", \"{shape.Text("tokens")}\");");

    public static void WriteExactly(CodeWriter code, string span, Shape shape, string tokens) =>
        code.Line($"SpanShape.Exactly({span}.Length, {shape.Dimensions(tokens)}, \"{span}\", \"{shape.Words}\");");

    public static void WriteAtLeast(CodeWriter code, string span, string dimensions, string words) =>
        code.Line($"SpanShape.AtLeast({span}.Length, {dimensions}, \"{span}\", \"{words}\");");

    public static void WriteDisjoint(CodeWriter code, string destination, string written, params string[] inputs)
    {
        foreach (string input in inputs)
        {
            code.Line($"SpanShape.Disjoint({destination}, {written}, {input}, \"{destination}\", \"{input}\");");
        }
    }
}
