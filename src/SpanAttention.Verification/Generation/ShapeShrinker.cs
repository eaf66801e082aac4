namespace SpanAttention.Verification;

/// <summary>Cases of smaller shapes: fewer key/value heads, fewer query heads to each, fewer floats to a head.</summary>
internal static class ShapeShrinker
{
    public static IEnumerable<AttentionCase> Shrink(AttentionCase source)
    {
        AttentionShape shape = source.Shape;
        if (shape.SelfAttention)
        {
            return Smaller(shape.HeadDim).Select(dim => Cut(source, shape with { HeadDim = dim }).OneTensor());
        }

        int group = shape.Heads / shape.KeyValueHeads;
        return Smaller(shape.KeyValueHeads).Select(heads => Cut(source, shape with { Heads = heads * group, KeyValueHeads = heads }))
            .Concat(Smaller(group).Select(heads => Cut(source, shape with { Heads = heads * shape.KeyValueHeads, KeyValueHeads = shape.KeyValueHeads })))
            .Concat(Smaller(shape.HeadDim).Select(dim => Cut(source, shape with { HeadDim = dim, ValueDim = shape.ValueDim })))
            .Concat(Smaller(shape.ValueDim).Select(dim => Cut(source, shape with { ValueDim = dim })));
    }

    private static IEnumerable<int> Smaller(int number) => new[] { 1, 2, number / 2, number - 1 }.Where(smaller => smaller > 0 && smaller < number).Distinct();

    /// <summary>Says what of the case a smaller shape has room for.</summary>
    private static AttentionCase Cut(AttentionCase source, AttentionShape shape)
    {
        AttentionCase cut = CaseTransforms.Empty(source, shape, source.QueryLength, source.KeyLength);
        int group = shape.Heads / shape.KeyValueHeads;
        int sourceGroup = source.Shape.Heads / source.Shape.KeyValueHeads;
        int[] heads = [.. Enumerable.Range(0, shape.Heads).Select(head => (head / group * sourceGroup) + (head % group))];
        int[] rows = [.. Enumerable.Range(0, source.QueryLength)];
        int[] keys = [.. Enumerable.Range(0, source.KeyLength)];
        for (int head = 0; head < shape.Heads; head++)
        {
            foreach (int row in rows)
            {
                source.QueryHead(row, heads[head])[..shape.HeadDim].CopyTo(cut.QueryHead(row, head));
            }

            CaseTransforms.CopyPairs(source, cut, rows, keys, heads, head);
        }

        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            foreach (int key in keys)
            {
                source.KeyHead(key, head)[..shape.HeadDim].CopyTo(cut.KeyHead(key, head));
                source.ValueHead(key, head)[..shape.ValueDim].CopyTo(cut.ValueHead(key, head));
            }
        }

        return cut with { Sinks = [.. heads.Where(_ => shape.Sinks).Select(head => source.Sinks[head])] };
    }
}
