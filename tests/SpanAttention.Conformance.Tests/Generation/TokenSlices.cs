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

    /// <summary>The same tokens in another tensor, which may have every head as often as query heads share it.</summary>
    public static float[] Repack(TokenTensor tensor, float[] data, TokenTensor packed)
    {
        float[] result = new float[packed.Length];
        for (int head = 0; head < packed.Heads; head++)
        {
            for (int token = 0; token < packed.Tokens; token++)
            {
                tensor.Head(data, token, head / (packed.Heads / tensor.Heads)).CopyTo(packed.Head(result, token, head));
            }
        }

        return result;
    }

    /// <summary>The same queries on some of the keys.</summary>
    public static AttentionInputs Keys(AttentionShape shape, AttentionInputs inputs, int[] indices) => inputs with
    {
        Key = Tokens(shape.Key(inputs.KeyLength), inputs.Key, indices),
        Value = Tokens(shape.Value(inputs.KeyLength), inputs.Value, indices),
        Mask = Columns(inputs.Mask, inputs.KeyLength, indices),
        Bias = Columns(inputs.Bias, inputs.KeyLength, indices),
        Keep = Columns(inputs.Keep, inputs.KeyLength, indices),
        KeyLength = indices.Length,
        KeyCount = indices.Length,
    };

    /// <summary>Some of the queries on the same keys.</summary>
    public static AttentionInputs Queries(AttentionShape shape, AttentionInputs inputs, int[] indices) => inputs with
    {
        Query = Tokens(shape.Query(inputs.QueryLength), inputs.Query, indices),
        Mask = shape.Mask == AttentionMask.Keys ? inputs.Mask : Rows(inputs.Mask, inputs, indices),
        Bias = Rows(inputs.Bias, inputs, indices),
        Keep = Rows(inputs.Keep, inputs, indices),
        QueryLength = indices.Length,
    };

    private static T[] Columns<T>(T[] pairs, int keyLength, int[] indices) =>
        [.. from row in pairs.Chunk(keyLength) from index in indices select row[index]];

    private static T[] Rows<T>(T[] pairs, AttentionInputs inputs, int[] indices) =>
        [.. from head in pairs.Chunk(inputs.QueryLength * inputs.KeyLength)
            from index in indices
            from pair in head.AsSpan(index * inputs.KeyLength, inputs.KeyLength).ToArray()
            select pair];
}
