namespace SpanAttention.Generators.Shapes;

/// <summary>Sources of rotary positions, by the names and numbers of the attribute's property.</summary>
internal enum RotaryPositions
{
    /// <summary>A token's index.</summary>
    Counted,

    /// <summary>A span of positions, one a token.</summary>
    Given,

    /// <summary>Rows of cosines and sines, one of each a token.</summary>
    Rows,
}
