namespace SpanAttention.Generators.Shapes;

/// <summary>Rotary position embedding of a layer's queries and keys.</summary>
/// <param name="Interleaved">Pairs are neighbours; otherwise they lie half of the rotated dimensions apart.</param>
/// <param name="Base">The base of the frequencies.</param>
/// <param name="Dim">Dimensions that are rotated.</param>
internal sealed record RotarySpec(bool Interleaved, double Base, int Dim)
{
    public int Pairs => Dim / 2;

    /// <summary>Source of positions.</summary>
    public RotaryPositions Positions { get; init; }

    /// <summary>A token's position is its index.</summary>
    public bool IsCounted => Positions == RotaryPositions.Counted;

    /// <summary>The layer knows by which angles positions are rotated.</summary>
    public bool HasFrequencies => Positions != RotaryPositions.Rows;

    /// <summary>The plan's words for what calls bring; empty for nothing.</summary>
    public string Words => Positions switch
    {
        RotaryPositions.Given => "rotary positions that calls give",
        RotaryPositions.Rows => "cosines and sines of rotary positions that calls give",
        _ => "",
    };
}
