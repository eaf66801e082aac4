namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>What one call of a layer is given. Without cross-attention key and value inputs are the inputs themselves.</summary>
public sealed record LayerInputs(float[] Inputs, float[] KeyInputs, float[] ValueInputs, int QueryLength, int KeyLength, int TokenCount)
{
    public LayerInputs(float[] inputs, int tokens)
        : this(inputs, inputs, inputs, tokens, tokens, tokens)
    {
    }
}
