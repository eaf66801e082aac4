using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>Element offsets of a head and a token in the caller's tensors, as expressions.</summary>
internal static class Address
{
    public static string Query(AttentionSpec spec, string row = "firstRow") => OfRow(spec, TokenTensor.Query, row);

    public static string Destination(AttentionSpec spec, string row = "firstRow") => OfRow(spec, TokenTensor.Context, row);

    public static string Key(AttentionSpec spec, string? head = null) => OfHead(spec, TokenTensor.Key, head ?? KeyHead(spec));

    public static string Value(AttentionSpec spec, string? head = null) => OfHead(spec, TokenTensor.Value, head ?? KeyHead(spec));

    /// <summary>Elements from one head to the next.</summary>
    /// <param name="spec">The declared attention.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="tokens">Its tokens, which lie between two heads where the layout is by heads.</param>
    public static string HeadStride(AttentionSpec spec, TokenTensor tensor, string tokens) => spec.HeadsFirst ? $"{tokens} * {tensor.Dim}" : tensor.Dim;

    /// <summary>The place of a position among the keys that are kept: a ring starts again behind its last.</summary>
    public static string Kept(AttentionSpec spec, string position, string operands = "operands") => spec.HasRing ? $"{position} % {operands}.KeyCapacity" : position;

    /// <summary>A layer keeps keys and values head by head, with room for as many tokens as it may need.</summary>
    private static string OfHead(AttentionSpec spec, TokenTensor tensor, string head) =>
        $"(nint){head} * {(spec.Layer is null ? HeadStride(spec, tensor, "operands.KeyLength") : $"operands.KeyCapacity * {tensor.Dim}")}";

    /// <summary>Query heads share key/value heads in consecutive groups.</summary>
    private static string KeyHead(AttentionSpec spec) =>
        spec.KeyValueHeads == 0 || spec.Heads == spec.KeyValueHeads ? "head" : "(head / GroupSize)";

    private static string OfRow(AttentionSpec spec, TokenTensor tensor, string row) =>
        $"((nint)head * {HeadStride(spec, tensor, "operands.QueryLength")}) + ((nint){row} * {tensor.Stride})";
}
