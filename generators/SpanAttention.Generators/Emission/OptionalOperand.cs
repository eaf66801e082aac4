using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>A span that an option asks for.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Element">Its element, <c>bool</c> or <c>float</c>.</param>
/// <param name="Dimensions">Its axes, as emitted checks name them.</param>
/// <param name="Words">The same in words.</param>
/// <param name="Meaning">What its elements mean.</param>
internal sealed record OptionalOperand(string Name, string Element, string Dimensions, string Words, string Meaning)
{
    /// <summary>The field of the operands.</summary>
    public string Field => char.ToUpperInvariant(Name[0]) + Name.Substring(1);

    public string Parameter => $"ReadOnlySpan<{Element}> {Name}";

    public bool IsFloat => Element == "float";

    /// <summary>What Forward takes, in the order of its parameters.</summary>
    public static IReadOnlyList<OptionalOperand> All(AttentionSpec spec) =>
    [
        .. Weights(spec),
        .. spec.Dropout ? [OfPairs("keep", "bool", PairAxes.HeadQueryKeys, "true where a weight is kept")] : Array.Empty<OptionalOperand>(),
    ];

    /// <summary>What Weights takes.</summary>
    public static IReadOnlyList<OptionalOperand> Weights(AttentionSpec spec) => [.. Scores(spec), .. Sinks(spec)];

    /// <summary>What Scores takes.</summary>
    public static IReadOnlyList<OptionalOperand> Scores(AttentionSpec spec) =>
    [
        .. spec.Mask == PairAxes.None ? [] : new[] { OfPairs("mask", "bool", spec.Mask, "true where the key takes part") },
        .. spec.Bias == PairAxes.None ? [] : new[] { OfPairs("bias", "float", spec.Bias, "added to the scores, −∞ masks") },
    ];

    /// <summary>What the members of additive attention take.</summary>
    public static IReadOnlyList<OptionalOperand> Additive(AttentionSpec spec) =>
    [
        .. spec.Additive!.HasScale ? new[] { new OptionalOperand("scale", "float", "HeadDim", "head dim", "the weights of the score") } : [],
        .. Scores(spec),
    ];

    /// <summary>The sinks, where there are any.</summary>
    public static IReadOnlyList<OptionalOperand> Sinks(AttentionSpec spec) =>
        spec.Sinks ? [new("sinks", "float", "Heads", "heads", "a logit a head that takes part in the sum of exponentials alone")] : [];

    /// <summary>Their names; what is written must not overlap any of them, masks no less than floats.</summary>
    public static IEnumerable<string> Names(IEnumerable<OptionalOperand> operands) => operands.Select(static operand => operand.Name);

    private static OptionalOperand OfPairs(string name, string element, PairAxes axes, string meaning) => axes switch
    {
        PairAxes.Keys => new(name, element, "keyLength", "key tokens", meaning),
        PairAxes.QueryKeys => new(name, element, "queryLength, keyLength", "query tokens × key tokens", meaning),
        _ => new(name, element, "Heads, queryLength, keyLength", "heads × query tokens × key tokens", meaning),
    };
}
