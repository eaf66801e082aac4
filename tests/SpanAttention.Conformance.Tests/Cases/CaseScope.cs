namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Which cases the library's present surface covers.</summary>
public static class CaseScope
{
    private const string Features = "normalizes the features of a token, which the library leaves to others";
    private const string Softmax = "is a softmax along any axis of any tensor, not of attention";

    private static readonly HashSet<string> AttentionOperators =
    [
        "Attention", "FlexAttention", "sdpa", "sdpa_chunked", "mha", "mha_chunked",
        "attention", "selfAttention", "causalAttention", "multiHeadAttention", "multiHeadWrapper",
    ];

    private static readonly Dictionary<string, string> OtherOperators = new()
    {
        ["LayerNormalization"] = Features,
        ["RMSNormalization"] = Features,
        ["Softmax"] = Softmax,
        ["LogSoftmax"] = Softmax,
        [RotaryCases.Operator] = "comes before attention, and is run by RotaryConformanceTests",
    };

    /// <summary>Why a case is not run, or null if it is.</summary>
    public static string? WhyNotRun(ConformanceCase conformanceCase)
    {
        string name = conformanceCase.Operator;
        if (OtherOperators.TryGetValue(name, out string? reason))
        {
            return $"{name} {reason}";
        }

        return AttentionOperators.Contains(name) ? null : $"{name} is unknown";
    }
}
