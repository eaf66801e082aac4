namespace SpanAttention.Verification;

/// <summary>Tensors that calls of attention are given beside its inputs, the same ones in every call: those of token t stand at t.</summary>
/// <param name="SourceTokens"><c>[source tokens, context dim]</c> of cross-attention.</param>
/// <param name="Positions"><c>[tokens]</c>, −1 for a token that is not rotated.</param>
/// <param name="Cosines"><c>[tokens, rotary dim / 2]</c>.</param>
/// <param name="Sines">The same.</param>
internal sealed record GivenTensors(float[] SourceTokens, int[] Positions, float[] Cosines, float[] Sines)
{
    /// <summary>None.</summary>
    public static readonly GivenTensors None = new([], [], [], []);

    public bool Any => SourceTokens.Length + Positions.Length + Cosines.Length + Sines.Length > 0;

    /// <summary>Those that attention of a shape takes.</summary>
    public GivenTensors Of(LayerShape shape) => shape.IsCross ? None with { SourceTokens = SourceTokens } : this with { SourceTokens = [] };

    /// <summary>Tokens that there are positions for, where a shape takes some; as many as an int counts otherwise.</summary>
    public int MostTokens(LayerShape shape) => shape.RotaryPositions switch
    {
        RotaryPositions.Given => Positions.Length,
        RotaryPositions.Rows => Cosines.Length / (shape.RotaryDim / 2),
        _ => int.MaxValue,
    };

    /// <exception cref="ArgumentException">They are not what attention of a shape takes.</exception>
    public void Validate(LayerShape shape)
    {
        if (shape.IsCross ? SourceTokens.Length == 0 || SourceTokens.Length % shape.ContextDim != 0 : SourceTokens.Length > 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(SourceTokens)} has {SourceTokens.Length} floats, and {nameof(LayerRoutine.Shape)} {shape.ContextDim} for each of them."), nameof(SourceTokens));
        }

        RequireRows(Positions.Length, shape.RotaryPositions == RotaryPositions.Given ? 1 : 0, nameof(Positions));
        RequireRows(Cosines.Length, shape.RotaryPositions == RotaryPositions.Rows ? shape.RotaryDim / 2 : 0, nameof(Cosines));
        Sizes.Length(Sines, Cosines.Length, nameof(Sines));
        if (Positions.Length > 0)
        {
            Sizes.AtLeast(Positions.Min(), -1, $"The least of {nameof(Positions)}");
        }
    }

    private static void RequireRows(int length, int width, string name)
    {
        if (width == 0 ? length > 0 : length == 0 || length % width != 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} holds {length} elements, and {nameof(LayerShape.RotaryPositions)} takes {width} for each token."), name);
        }
    }
}
