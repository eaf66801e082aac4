namespace SpanAttention.Verification;

/// <summary>Cases of smaller shapes: fewer key/value heads, fewer query heads to each, fewer floats to a head.</summary>
internal static class ShapeShrinker
{
    public static IEnumerable<AttentionCase> Shrink(AttentionCase source)
    {
        AttentionShape shape = source.Shape;
        ShapeCut all = ShapeCut.All(shape);
        if (shape.SelfAttention)
        {
            return TensorShrinker.Fewer(shape.HeadDim).Select(dims => (all with { Dims = dims, ValueDims = dims }).Of(source).OneTensor());
        }

        return TensorShrinker.Fewer(shape.KeyValueHeads).Select(heads => all with { KeyValueHeads = heads })
            .Concat(TensorShrinker.Fewer(all.Members.Length).Select(members => all with { Members = members }))
            .Concat(TensorShrinker.Fewer(shape.HeadDim).Select(dims => all with { Dims = dims }))
            .Concat(TensorShrinker.Fewer(shape.ValueDim).Select(dims => all with { ValueDims = dims }))
            .Select(cut => cut.Of(source));
    }
}
