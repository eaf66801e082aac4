namespace SpanAttention.Generators.Planning;

/// <summary>The register tiles of one vector width: how many accumulators are held at once.</summary>
/// <param name="Vectors">Vectors of query rows side by side.</param>
/// <param name="ScoreColumns">Keys whose scores are summed at once.</param>
/// <param name="ContextColumns">Value dimensions whose contexts are summed at once.</param>
/// <param name="ProjectionColumns">Outputs that a projection sums at once.</param>
internal sealed record TilePlan(VectorWidth Width, int Vectors, int ScoreColumns, int ContextColumns, int ProjectionColumns)
{
    /// <summary>Query rows of one register tile.</summary>
    public int Rows => Vectors * Width.Lanes;
}
