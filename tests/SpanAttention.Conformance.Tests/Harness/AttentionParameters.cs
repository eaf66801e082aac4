using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The inputs that members of emitted attention take, in the order of their parameters.</summary>
public static class AttentionParameters
{
    public static string[] Forward(AttentionShape shape) => [.. Declared("query", "key", "value", Mask(shape), Bias(shape), Sinks(shape), shape.Dropout ? "keep" : null)];

    /// <summary>What Backward takes beyond the inputs.</summary>
    public static string[] Forwarded => ["context", "logSumExp", "contextGradient"];

    /// <summary>What Backward writes.</summary>
    public static string[] Gradients(AttentionShape shape) => [.. Declared("queryGradient", "keyGradient", "valueGradient", shape.Bias == AttentionBias.None ? null : "biasGradient", shape.Sinks ? "sinksGradient" : null)];

    /// <summary>What a running state is carried on by.</summary>
    public static string[] Carried(AttentionShape shape) => [.. Forward(shape).Where(static name => name != "sinks")];

    /// <summary>What says where a part's keys stand.</summary>
    public static string[] Place(AttentionShape shape) => !shape.HasPositions ? [] : shape.Alignment == QueryAlignment.TopLeft ? ["firstKey"] : ["firstKey", "totalKeys"];

    public static string[] Weights(AttentionShape shape) => [.. Declared("query", "key", Mask(shape), Bias(shape), Sinks(shape))];

    public static string[] Scores(AttentionShape shape) => [.. Declared("query", "key", Mask(shape), Bias(shape))];

    private static string? Mask(AttentionShape shape) => shape.Mask == AttentionMask.None ? null : "mask";

    private static string? Bias(AttentionShape shape) => shape.Bias == AttentionBias.None ? null : "bias";

    private static string? Sinks(AttentionShape shape) => shape.Sinks ? "sinks" : null;

    private static IEnumerable<string> Declared(params string?[] names) => names.OfType<string>();
}
