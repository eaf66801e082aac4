namespace SpanAttention.Verification;

/// <summary>Says what is kept of a shape: some of its heads, and of each head some of its floats, by their places.</summary>
/// <param name="KeyValueHeads">Key/value heads.</param>
/// <param name="Members">Query heads of each key/value head.</param>
/// <param name="Dims">Floats of a query or key head.</param>
/// <param name="ValueDims">Floats of a value head.</param>
internal sealed record ShapeCut(int[] KeyValueHeads, int[] Members, int[] Dims, int[] ValueDims)
{
    /// <summary>Everything of a shape.</summary>
    public static ShapeCut All(AttentionShape shape) =>
        new(Places(shape.KeyValueHeads), Places(shape.Heads / shape.KeyValueHeads), Places(shape.HeadDim), Places(shape.ValueDim));

    /// <summary>A case of the smaller shape, with the numbers that are kept.</summary>
    public AttentionCase Of(AttentionCase source)
    {
        AttentionShape shape = source.Shape with { KeyValueHeads = KeyValueHeads.Length, Heads = KeyValueHeads.Length * Members.Length, HeadDim = Dims.Length, ValueDim = ValueDims.Length };
        AttentionCase cut = CaseTransforms.Empty(source, shape, source.QueryLength, source.KeyLength);
        int group = source.Shape.Heads / source.Shape.KeyValueHeads;
        int[] heads = [.. KeyValueHeads.SelectMany(head => Members.Select(member => (head * group) + member))];
        CopyQueries(source, cut, heads);
        CopyKeys(source, cut);
        return cut with { Sinks = [.. heads.Where(_ => shape.Sinks).Select(head => source.Sinks[head])] };
    }

    private void CopyQueries(AttentionCase source, AttentionCase cut, int[] heads)
    {
        int[] rows = Places(source.QueryLength);
        int[] keys = Places(source.KeyLength);
        for (int head = 0; head < heads.Length; head++)
        {
            foreach (int row in rows)
            {
                Copy(source.QueryHead(row, heads[head]), Dims, cut.QueryHead(row, head));
            }

            CaseTransforms.CopyPairs(source, cut, rows, keys, heads, head);
        }
    }

    private void CopyKeys(AttentionCase source, AttentionCase cut)
    {
        for (int head = 0; head < KeyValueHeads.Length; head++)
        {
            for (int key = 0; key < source.KeyLength; key++)
            {
                Copy(source.KeyHead(key, KeyValueHeads[head]), Dims, cut.KeyHead(key, head));
                Copy(source.ValueHead(key, KeyValueHeads[head]), ValueDims, cut.ValueHead(key, head));
            }
        }
    }

    private static void Copy(ReadOnlySpan<float> from, int[] places, Span<float> to)
    {
        for (int index = 0; index < places.Length; index++)
        {
            to[index] = from[places[index]];
        }
    }

    private static int[] Places(int length) => [.. Enumerable.Range(0, length)];
}
