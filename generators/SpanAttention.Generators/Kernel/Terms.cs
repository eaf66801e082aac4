namespace SpanAttention.Generators.Kernel;

/// <summary>Terms of emitted sums: a product is set in parentheses, <c>(2 * KeyTokenStride) + 16</c>.</summary>
internal static class Terms
{
    /// <summary>An expression as one term of a sum.</summary>
    public static string Of(string expression) => expression.Contains(' ') ? $"({expression})" : expression;
}
