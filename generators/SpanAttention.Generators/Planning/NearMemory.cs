using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Keys and values that are still near from the call before: asking for them costs more than it saves.</summary>
internal static class NearMemory
{
    private const int Floats = 128 * 1024;

    /// <summary>The most keys whose heads, with their values, are near.</summary>
    public static int Keys(AttentionSpec spec) => Floats / (spec.KeyValueHeads * (spec.HeadDim + spec.ValueDim));

    /// <summary>Tells whether some call has more of them.</summary>
    public static bool IsExceeded(AttentionSpec spec) => spec.KeyLength == 0 || spec.KeyLength > Keys(spec);
}
