namespace SpanAttention.Benchmarks;

/// <summary>What a model's blocks have in common, whatever their size; biases are everywhere.</summary>
/// <param name="Activation">Of hidden units.</param>
/// <param name="NormPlacement">Before a part, as in GPT-2, or after the sum, as in BERT.</param>
/// <param name="NormEpsilon">Added to a variance.</param>
public sealed record BlockStyle(Activation Activation, NormPlacement NormPlacement, float NormEpsilon)
{
    public static BlockStyle Gpt2 { get; } = new(Activation.GeluTanh, NormPlacement.Pre, NormEpsilon: 1e-5f);

    public static BlockStyle MiniLm { get; } = new(Activation.Gelu, NormPlacement.Post, NormEpsilon: 1e-12f);

    public bool NormsFirst => NormPlacement == NormPlacement.Pre;
}
