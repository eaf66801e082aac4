namespace SpanAttention.Generators.Planning;

/// <summary>The register tiles of one vector width.</summary>
/// <param name="Block">For full blocks of query rows, all of whose keys are visible.</param>
/// <param name="Group">For blocks at the causal edge or with idle rows: fewer rows at a time, so that less is computed in vain.</param>
/// <param name="Contexts">For contexts in rows: vectors of value dimensions × rows.</param>
internal sealed record TilePlan(VectorWidth Width, TileShape Block, TileShape Group, TileShape Contexts)
{
    /// <summary>Query rows of one tile of the shape, or value dimensions.</summary>
    public int Rows(TileShape shape) => shape.Vectors * Width.Lanes;
}
