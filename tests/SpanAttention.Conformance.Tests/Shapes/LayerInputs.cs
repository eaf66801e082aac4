namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>What one call of a layer is given. Without cross-attention key and value inputs are the inputs themselves.</summary>
public sealed record LayerInputs(float[] Inputs, float[] KeyInputs, float[] ValueInputs, int QueryLength, int KeyLength, int TokenCount)
{
    public LayerInputs(float[] inputs, int tokens)
        : this(inputs, inputs, inputs, tokens, tokens, tokens)
    {
    }

    /// <summary>[key tokens], [tokens, key tokens] or [heads, tokens, key tokens]; true = participates.</summary>
    public bool[] Mask { get; init; } = [];

    /// <summary>[tokens, key tokens] or [heads, tokens, key tokens]; −∞ hides.</summary>
    public float[] Bias { get; init; } = [];

    /// <summary>Some of the tokens, which follow those before them in a cache: masks and biases are theirs, over all keys up to the last of them.</summary>
    public LayerInputs Chunk(LayerDeclaration declaration, int first, int count)
    {
        float[] tokens = Inputs[(first * declaration.InputDim)..((first + count) * declaration.InputDim)];
        return new LayerInputs(tokens, tokens, tokens, count, first + count, first + count)
        {
            Mask = declaration.Mask == AttentionMask.Keys ? Mask[..(first + count)] : PairTensor.Chunk(Mask, QueryLength, KeyLength, first, count),
            Bias = PairTensor.Chunk(Bias, QueryLength, KeyLength, first, count),
        };
    }
}
