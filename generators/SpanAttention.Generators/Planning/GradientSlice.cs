namespace SpanAttention.Generators.Planning;

/// <summary>Dimensions of a head whose gradients are summed by one shape of register tile: dimensions are lanes.</summary>
/// <param name="Width">The vector register.</param>
/// <param name="Shape">Vectors of dimensions × rows of gradients.</param>
/// <param name="Start">The first dimension.</param>
/// <param name="End">The dimension behind the last.</param>
/// <param name="Part">Lanes that are dimensions, where those are fewer than any vector has; 0 for all.</param>
internal sealed record GradientSlice(VectorWidth Width, TileShape Shape, int Start, int End, int Part)
{
    private const int RestColumns = 4;

    /// <summary>Dimensions of one tile.</summary>
    public int Dims => Part > 0 ? Part : Shape.Vectors * Width.Lanes;

    /// <summary>Covers a head's dimensions by vectors of a width, and what remains by narrower ones: an element is a lane of its own, whatever the vector.</summary>
    /// <param name="width">The widest vectors.</param>
    /// <param name="dims">The dimensions.</param>
    /// <param name="mostVectors">The most vectors side by side.</param>
    public static IReadOnlyList<GradientSlice> Of(VectorWidth width, int dims, int mostVectors = int.MaxValue)
    {
        List<GradientSlice> slices = [];
        int start = 0;
        foreach ((VectorWidth narrower, TileShape shape) in VectorWidth.All.Where(candidate => candidate.Bits <= width.Bits).SelectMany(candidate => TilePlanner.Gradients(candidate, isRest: candidate != width).Where(shape => shape.Vectors <= mostVectors).Select(shape => (candidate, shape))))
        {
            int count = (dims - start) / (shape.Vectors * narrower.Lanes) * shape.Vectors * narrower.Lanes;
            if (count > 0)
            {
                slices.Add(new(narrower, shape, start, start + count, Part: 0));
                start += count;
            }
        }

        if (start < dims)
        {
            slices.Add(new(VectorWidth.All[VectorWidth.All.Count - 1], new(Vectors: 1, RestColumns), start, dims, dims - start));
        }

        return slices;
    }
}
