namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Which cases the library's present surface covers.</summary>
public static class CaseScope
{
    private static readonly HashSet<string> AttentionOperators =
    [
        "Attention", "FlexAttention", "sdpa", "sdpa_chunked", "mha", "mha_chunked",
        "attention", "selfAttention", "causalAttention", "multiHeadAttention", "multiHeadWrapper",
    ];

    /// <summary>Why a case is not run, or null if it is.</summary>
    public static string? WhyNotRun(ConformanceCase conformanceCase)
    {
        if (!AttentionOperators.Contains(conformanceCase.Operator))
        {
            return conformanceCase.Operator == RotaryCases.Operator ? "run by RotaryConformanceTests" : $"operator {conformanceCase.Operator} is not attention";
        }

        return WhyInputsAreMissing(conformanceCase) ?? WhyAttributesAreMissing(conformanceCase);
    }

    private static string? WhyInputsAreMissing(ConformanceCase conformanceCase)
    {
        if (conformanceCase.Inputs.ContainsKey("attn_mask"))
        {
            return "masks and biases given as tensors are not supported yet";
        }

        if (conformanceCase.Inputs.ContainsKey("keep_mask"))
        {
            return "dropout is not supported yet";
        }

        return null;
    }

    private static string? WhyAttributesAreMissing(ConformanceCase conformanceCase)
    {
        if (conformanceCase.Number("softcap") is > 0)
        {
            return "soft cap is not supported yet";
        }

        if (conformanceCase.Number("left_window_size") is >= 0 || conformanceCase.Number("right_window_size") is >= 0)
        {
            return "windows are not supported yet";
        }

        return null;
    }
}
