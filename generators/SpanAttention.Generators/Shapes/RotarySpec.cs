namespace SpanAttention.Generators.Shapes;

/// <summary>Rotary position embedding of a layer's queries and keys.</summary>
/// <param name="Interleaved">Pairs are neighbours; otherwise they lie half of the rotated dimensions apart.</param>
/// <param name="Base">The base of the frequencies.</param>
/// <param name="Dim">Dimensions that are rotated.</param>
internal sealed record RotarySpec(bool Interleaved, double Base, int Dim)
{
    public int Pairs => Dim / 2;
}
