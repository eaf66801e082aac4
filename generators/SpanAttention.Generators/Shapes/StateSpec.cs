namespace SpanAttention.Generators.Shapes;

/// <summary>Attention that is carried on from some keys to the next, by a kernel of its own.</summary>
/// <param name="Attention">Attention over a part of the keys: how many that are comes from the spans, and where they stand from the call.</param>
/// <param name="TopLeft">The first query stands at the first key of all; otherwise the last one at the last.</param>
internal sealed record StateSpec(AttentionSpec Attention, bool TopLeft) : DeclaredSpec(Attention.Kind, Attention.Type with { Part = "State", FileName = $"{Attention.Type.FileName}-State" })
{
    /// <inheritdoc/>
    public override IReadOnlyList<WeightTensor> Weights => [];

    /// <inheritdoc/>
    public override IReadOnlyList<PackedTensor> Packed => [];

    /// <summary>The part of a declared attention.</summary>
    public static StateSpec Of(AttentionSpec declared) => new(declared with { KeyLength = 0, TopLeft = false, Gradients = false, State = false, CarriesState = true }, declared.TopLeft);
}
