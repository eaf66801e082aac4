namespace SpanAttention.Verification;

/// <summary>Cases made of others: tokens and heads in another order, or fewer of them.</summary>
internal static class CaseTransforms
{
    /// <summary>The queries at these places, in this order.</summary>
    public static AttentionCase Queries(this AttentionCase source, params int[] rows)
    {
        int[] heads = [.. Enumerable.Range(0, source.Shape.Heads)];
        return Reorder(source, rows, [.. Enumerable.Range(0, source.KeyLength)], heads);
    }

    /// <summary>The keys and values at these places, in this order.</summary>
    public static AttentionCase Keys(this AttentionCase source, params int[] keys)
    {
        int[] heads = [.. Enumerable.Range(0, source.Shape.Heads)];
        return Reorder(source, [.. Enumerable.Range(0, source.QueryLength)], keys, heads);
    }

    /// <summary>The tokens at these places, in this order, where query, key and value are one tensor.</summary>
    public static AttentionCase Tokens(this AttentionCase source, params int[] tokens) => source.Queries(tokens).Keys(tokens).OneTensor();

    /// <summary>Query heads in this order; it must keep the heads of one key/value head together.</summary>
    public static AttentionCase Heads(this AttentionCase source, params int[] heads) =>
        Reorder(source, [.. Enumerable.Range(0, source.QueryLength)], [.. Enumerable.Range(0, source.KeyLength)], heads);

    /// <summary>Arrays of its own, to be written to.</summary>
    public static AttentionCase Copy(this AttentionCase source) => source with
    {
        Query = [.. source.Query],
        Key = [.. source.Key],
        Value = [.. source.Value],
        Mask = [.. source.Mask],
        Bias = [.. source.Bias],
        Sinks = [.. source.Sinks],
    };

    private static AttentionCase Reorder(AttentionCase source, int[] rows, int[] keys, int[] heads)
    {
        AttentionShape shape = source.Shape;
        int group = shape.Heads / shape.KeyValueHeads;
        AttentionCase to = Empty(source, shape, rows.Length, keys.Length);
        for (int head = 0; head < heads.Length; head++)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                source.QueryHead(rows[row], heads[head]).CopyTo(to.QueryHead(row, head));
            }

            CopyPairs(source, to, rows, keys, heads, head);
        }

        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            int moved = shape.KeyValueHead(heads[head * group]);
            for (int key = 0; key < keys.Length; key++)
            {
                source.KeyHead(keys[key], moved).CopyTo(to.KeyHead(key, head));
                source.ValueHead(keys[key], moved).CopyTo(to.ValueHead(key, head));
            }
        }

        return to with { Sinks = [.. heads.Where(_ => shape.Sinks).Select(head => source.Sinks[head])] };
    }

    /// <summary>Masks and biases of a head's pairs, from those at these places.</summary>
    public static void CopyPairs(AttentionCase source, AttentionCase to, int[] rows, int[] keys, int[] heads, int head)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            for (int key = 0; key < keys.Length; key++)
            {
                if (to.Mask.Length > 0)
                {
                    to.Mask[to.MaskIndex(head, row, key)] = source.Mask[source.MaskIndex(heads[head], rows[row], keys[key])];
                }

                if (to.Bias.Length > 0)
                {
                    to.Bias[to.BiasIndex(head, row, key)] = source.Bias[source.BiasIndex(heads[head], rows[row], keys[key])];
                }
            }
        }
    }

    /// <summary>A case of a shape and lengths, all numbers of which are 0.</summary>
    public static AttentionCase Empty(AttentionCase source, AttentionShape shape, int queryLength, int keyLength) => source with
    {
        Shape = shape,
        QueryLength = queryLength,
        KeyLength = keyLength,
        KeyCount = source.KeyCount is { } count ? Math.Min(count, keyLength) : null,
        Query = new float[queryLength * shape.Heads * shape.HeadDim],
        Key = new float[keyLength * shape.KeyValueHeads * shape.HeadDim],
        Value = new float[keyLength * shape.KeyValueHeads * shape.ValueDim],
        Mask = new bool[CaseTensors.MaskLength(shape, queryLength, keyLength)],
        Bias = new float[CaseTensors.BiasLength(shape, queryLength, keyLength)],
    };
}
