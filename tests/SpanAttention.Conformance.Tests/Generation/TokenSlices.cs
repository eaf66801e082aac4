using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Picks tokens and heads out of tensors, whatever the layout.</summary>
public static class TokenSlices
{
    /// <summary>The tokens of the given indices, in that order.</summary>
    public static float[] Tokens(AttentionShape shape, float[] tensor, int tokens, int heads, int[] indices)
    {
        int dim = tensor.Length / Math.Max(tokens * heads, 1);
        float[] result = new float[indices.Length * heads * dim];
        for (int head = 0; head < heads; head++)
        {
            for (int index = 0; index < indices.Length; index++)
            {
                int source = shape.Offset(indices[index], head, tokens, heads, dim);
                tensor.AsSpan(source, dim).CopyTo(result.AsSpan(shape.Offset(index, head, indices.Length, heads, dim)));
            }
        }

        return result;
    }

    /// <summary>Every key/value head as often as query heads share it.</summary>
    public static float[] RepeatHeads(AttentionShape shape, float[] tensor, int tokens)
    {
        int dim = tensor.Length / Math.Max(tokens * shape.KeyValueHeads, 1);
        float[] result = new float[tokens * shape.Heads * dim];
        for (int head = 0; head < shape.Heads; head++)
        {
            for (int token = 0; token < tokens; token++)
            {
                int source = shape.Offset(token, shape.KeyValueHead(head), tokens, shape.KeyValueHeads, dim);
                tensor.AsSpan(source, dim).CopyTo(result.AsSpan(shape.Offset(token, head, tokens, shape.Heads, dim)));
            }
        }

        return result;
    }

    /// <summary>The same queries on some of the keys.</summary>
    public static AttentionInputs Keys(AttentionShape shape, AttentionInputs inputs, int[] indices) => inputs with
    {
        Key = Tokens(shape, inputs.Key, inputs.KeyLength, shape.KeyValueHeads, indices),
        Value = Tokens(shape, inputs.Value, inputs.KeyLength, shape.KeyValueHeads, indices),
        KeyLength = indices.Length,
        KeyCount = indices.Length,
    };

    /// <summary>Some of the queries on the same keys.</summary>
    public static AttentionInputs Queries(AttentionShape shape, AttentionInputs inputs, int[] indices) => inputs with
    {
        Query = Tokens(shape, inputs.Query, inputs.QueryLength, shape.Heads, indices),
        QueryLength = indices.Length,
    };
}
