namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The emitted checks of spans: lengths first, then room, then overlap, all before anything is written.</summary>
internal static class Check
{
    /// <summary><c>int count = …;</c>: the declared length, or what the span holds.</summary>
    public static void WriteTokens(CodeWriter code, string count, string declared, string span, Shape shape)
    {
        if (declared.Length > 0)
        {
            code.Line($"const int {count} = {declared};");
            WriteExactly(code, span, shape, count);
        }
        else
        {
            code.Line($"int {count} = {Tokens(span, shape)}");
        }
    }

    /// <summary>The same check where the count is not needed.</summary>
    public static void WriteWidth(CodeWriter code, string declared, string span, Shape shape)
    {
        if (declared.Length > 0)
        {
            WriteExactly(code, span, shape, declared);
        }
        else
        {
            code.Line(Tokens(span, shape));
        }
    }

    public static void WriteExactly(CodeWriter code, string span, Shape shape, string tokens) =>
        code.Line(shape.Stride.Length > 0
            ? $"SpanShape.Strided({span}.Length, {tokens}, {shape.TokenWidth}, {shape.Stride}, \"{span}\", \"{shape.HeadWords}\");"
            : $"SpanShape.Exactly({span}.Length, {shape.Dimensions(tokens)}, \"{span}\", \"{shape.Words}\");");

    /// <summary>Spans that options ask for.</summary>
    public static void WriteOptions(CodeWriter code, IEnumerable<OptionalOperand> operands)
    {
        foreach (OptionalOperand operand in operands)
        {
            code.Line($"SpanShape.Exactly({operand.Name}.Length, {operand.Dimensions}, \"{operand.Name}\", \"{operand.Words}\");");
        }
    }

    public static void WriteAtLeast(CodeWriter code, string span, string dimensions, string words) =>
        code.Line($"SpanShape.AtLeast({span}.Length, {dimensions}, \"{span}\", \"{words}\");");

    public static void WriteDisjoint(CodeWriter code, string destination, string written, params string[] inputs)
    {
        foreach (string input in inputs)
        {
            code.Line($"SpanShape.Disjoint({destination}, {written}, {input}, \"{destination}\", \"{input}\");");
        }
    }

    private static string Tokens(string span, Shape shape) => shape.Stride.Length > 0
        ? $"SpanShape.StridedTokens({span}.Length, {shape.TokenWidth}, {shape.Stride}, \"{span}\", \"{shape.Text("tokens")}\");"
        : $"SpanShape.Tokens({span}.Length, {shape.TokenWidth}, \"{span}\", \"{shape.Text("tokens")}\");";
}
