using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>The spans that kernel entries of <c>[Attention]</c> take, as declared and as passed on.</summary>
internal static class AttentionSpans
{
    private const string Pair = "ReadOnlySpan<float> query, ReadOnlySpan<float> key";

    /// <summary>Operands that contexts are computed from, as parameters.</summary>
    public static string Inputs(AttentionSpec spec) => string.Join(", ", [Pair, "ReadOnlySpan<float> value", .. OptionalOperand.All(spec).Select(static operand => operand.Parameter)]);

    public static string InputNames(AttentionSpec spec) => string.Join(", ", Names(spec));

    /// <summary>The names one by one.</summary>
    public static IEnumerable<string> Names(AttentionSpec spec) => ["query", "key", "value", .. OptionalOperand.All(spec).Select(static operand => operand.Name)];

    /// <summary>The same in memory that other threads may read.</summary>
    public static string Memories(AttentionSpec spec) => Inputs(spec).Replace("Span<", "Memory<");

    /// <summary>Operands that scores are computed from, as parameters.</summary>
    public static string Pairs(IEnumerable<OptionalOperand> options) => string.Join(", ", [Pair, .. options.Select(static operand => operand.Parameter)]);

    public static string PairNames(IEnumerable<OptionalOperand> options) => string.Join(", ", ["query", "key", .. options.Select(static operand => operand.Name)]);
}
