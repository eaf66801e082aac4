using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Picks tokens and heads out of tensors, whatever the layout.</summary>
public static class TokenSlices
{
    /// <summary>The tokens of the given indices, in that order.</summary>
    public static float[] Tokens(TokenTensor tensor, float[] data, int[] indices)
    {
        TokenTensor picked = tensor with { Tokens = indices.Length };
        float[] result = new float[picked.Length];
        for (int head = 0; head < tensor.Heads; head++)
        {
            for (int index = 0; index < indices.Length; index++)
            {
                tensor.Head(data, indices[index], head).CopyTo(picked.Head(result, index, head));
            }
        }

        return result;
    }

    /// <summary>Every key/value head as often as query heads share it.</summary>
    public static float[] RepeatHeads(TokenTensor tensor, float[] data, TokenTensor repeated)
    {
        float[] result = new float[repeated.Length];
        for (int head = 0; head < repeated.Heads; head++)
        {
            for (int token = 0; token < repeated.Tokens; token++)
            {
                tensor.Head(data, token, head / (repeated.Heads / tensor.Heads)).CopyTo(repeated.Head(result, token, head));
            }
        }

        return result;
    }

    /// <summary>The same queries on some of the keys.</summary>
    public static AttentionInputs Keys(AttentionShape shape, AttentionInputs inputs, int[] indices) => inputs with
    {
        Key = Tokens(shape.Key(inputs.KeyLength), inputs.Key, indices),
        Value = Tokens(shape.Value(inputs.KeyLength), inputs.Value, indices),
        KeyLength = indices.Length,
        KeyCount = indices.Length,
    };

    /// <summary>Some of the queries on the same keys.</summary>
    public static AttentionInputs Queries(AttentionShape shape, AttentionInputs inputs, int[] indices) => inputs with
    {
        Query = Tokens(shape.Query(inputs.QueryLength), inputs.Query, indices),
        QueryLength = indices.Length,
    };
}
