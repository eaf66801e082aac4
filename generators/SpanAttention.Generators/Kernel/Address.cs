using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>Element offsets of a head and a token in the caller's tensors, as expressions.</summary>
internal static class Address
{
    public static string Query(AttentionSpec spec, string row = "firstRow") => OfRow(spec, row, "QueryTokenStride", "HeadDim");

    public static string Destination(AttentionSpec spec, string row = "firstRow") => OfRow(spec, row, "ContextTokenStride", "ValueDim");

    public static string Key(AttentionSpec spec, string keyHead = "") => KeyOrValue(spec, keyHead, "HeadDim");

    public static string Value(AttentionSpec spec, string keyHead = "") => KeyOrValue(spec, keyHead, "ValueDim");

    /// <summary>A layer keeps keys and values head by head, with room for as many tokens as it may need.</summary>
    private static string KeyOrValue(AttentionSpec spec, string keyHead, string dim)
    {
        string head = keyHead.Length > 0 ? keyHead : KeyHead(spec);
        return spec.HeadsFirst ? $"(nint){head} * operands.KeyLength * {dim}"
            : spec.Layer is not null ? $"(nint){head} * operands.KeyCapacity * {dim}"
            : $"(nint){head} * {dim}";
    }

    /// <summary>Query heads share key/value heads in consecutive groups.</summary>
    private static string KeyHead(AttentionSpec spec) =>
        spec.KeyValueHeads == 0 || spec.Heads == spec.KeyValueHeads ? "head" : "(head / GroupSize)";

    private static string OfRow(AttentionSpec spec, string row, string stride, string dim)
    {
        string head = spec.HeadsFirst ? $"(nint)head * operands.QueryLength * {dim}" : $"(nint)head * {dim}";
        return $"({head}) + ((nint){row} * {stride})";
    }
}
