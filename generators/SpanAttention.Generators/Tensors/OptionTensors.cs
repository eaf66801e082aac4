using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Tensors;

/// <summary>Tensors that options ask for: over pairs of query and key, or a number a head.</summary>
internal sealed class OptionTensors(AttentionSpec spec, Axis heads, Axis queries, Axis keys)
{
    /// <summary>What Forward takes, in the order of its parameters.</summary>
    public IReadOnlyList<Tensor> All => [.. Weights, .. spec.Dropout ? [Pairs("keep", "bool", PairAxes.HeadQueryKeys, "true where a weight is kept")] : Array.Empty<Tensor>()];

    /// <summary>What Weights takes.</summary>
    public IReadOnlyList<Tensor> Weights => [.. Scores, .. Sinks];

    /// <summary>What Scores takes.</summary>
    public IReadOnlyList<Tensor> Scores =>
    [
        .. spec.Mask == PairAxes.None ? [] : new[] { Pairs("mask", "bool", spec.Mask, "true where the key takes part") },
        .. spec.Bias == PairAxes.None ? [] : new[] { Pairs("bias", "float", spec.Bias, "added to the scores, −∞ masks") },
    ];

    /// <summary>The sinks, where there are any.</summary>
    public IReadOnlyList<Tensor> Sinks =>
        spec.Sinks ? [new("sinks", new([heads])) { Meaning = ": a logit a head that takes part in the sum of exponentials alone" }] : [];

    private Tensor Pairs(string name, string element, PairAxes axes, string meaning) => new(name, new(axes switch
    {
        PairAxes.Keys => [keys],
        PairAxes.QueryKeys => [queries, keys],
        _ => [heads, queries, keys],
    }))
    {
        Element = element,
        Meaning = ": " + meaning,
    };
}
