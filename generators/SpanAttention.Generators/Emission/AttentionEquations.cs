using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>Equation of scores, for documentation.</summary>
internal static class AttentionEquations
{
    public static string Scores(AttentionSpec spec)
    {
        const string Product = "query · keyᵀ · scale";
        string capped = spec.SoftCap is null ? Product : $"cap · tanh({Product} / cap)";
        string bias = spec.Bias == PairAxes.None ? "" : " + bias";
        string alibi = spec.Alibi ? " − slope · |distance|" : "";
        return capped + bias + alibi;
    }
}
