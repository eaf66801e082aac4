namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>What one call of a layer is given. Without cross-attention key and value inputs are the inputs themselves.</summary>
public sealed record LayerInputs(float[] Inputs, float[] KeyInputs, float[] ValueInputs, int QueryLength, int KeyLength, int TokenCount)
{
    public LayerInputs(float[] inputs, int tokens)
        : this(inputs, inputs, inputs, tokens, tokens, tokens)
    {
    }

    /// <summary>[tokens], where calls give positions; −1 for tokens that are not turned.</summary>
    public int[] Positions { get; init; } = [];

    /// <summary>[tokens, rotary dim / 2], where calls bring cosines and sines.</summary>
    public float[] Cos { get; init; } = [];

    /// <summary>[tokens, rotary dim / 2].</summary>
    public float[] Sin { get; init; } = [];

    /// <summary>[key tokens], [tokens, key tokens] or [heads, tokens, key tokens]; true = participates.</summary>
    public bool[] Mask { get; init; } = [];

    /// <summary>[tokens, key tokens] or [heads, tokens, key tokens]; −∞ hides.</summary>
    public float[] Bias { get; init; } = [];

    /// <summary>Some of the tokens over all that they attend to, which are others: masks and biases are theirs.</summary>
    public LayerInputs Rows(LayerDeclaration declaration, int first, int count) => this with
    {
        Inputs = Inputs[(first * declaration.InputDim)..((first + count) * declaration.InputDim)],
        QueryLength = count,
        Mask = declaration.Mask == AttentionMask.Keys ? Mask : PairTensor.Rows(Mask, QueryLength, KeyLength, first, count),
        Bias = PairTensor.Rows(Bias, QueryLength, KeyLength, first, count),
    };

    /// <summary>Some of the tokens, which follow those before them in a cache: masks and biases are theirs, over all keys up to the last of them.</summary>
    public LayerInputs Chunk(LayerDeclaration declaration, int first, int count)
    {
        float[] tokens = Inputs[(first * declaration.InputDim)..((first + count) * declaration.InputDim)];
        return new LayerInputs(tokens, tokens, tokens, count, first + count, first + count)
        {
            Positions = [.. Positions.Skip(first).Take(count)],
            Cos = [.. Cos.Skip(first * declaration.RotaryPairs).Take(count * declaration.RotaryPairs)],
            Sin = [.. Sin.Skip(first * declaration.RotaryPairs).Take(count * declaration.RotaryPairs)],
            Mask = declaration.Mask == AttentionMask.Keys ? Mask[..(first + count)] : PairTensor.Chunk(Mask, QueryLength, KeyLength, first, count),
            Bias = PairTensor.Chunk(Bias, QueryLength, KeyLength, first, count),
        };
    }
}
