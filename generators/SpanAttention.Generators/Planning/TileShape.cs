namespace SpanAttention.Generators.Planning;

/// <summary>A register tile: the sums that are held in registers at once.</summary>
/// <param name="Vectors">Vectors of rows side by side.</param>
/// <param name="Columns">Keys, value dimensions or outputs summed at once.</param>
internal sealed record TileShape(int Vectors, int Columns)
{
    private const int SmallerColumns = 4;

    /// <summary>Column counts that cover any number of columns: full tiles, then smaller ones, then single columns.</summary>
    public IEnumerable<int> Ladder => new[] { Columns, SmallerColumns, 1 }.Where(columns => columns <= Columns).Distinct();

    /// <summary>The same tile with no more columns than there are.</summary>
    public TileShape AtMost(int columns) => this with { Columns = Math.Min(Columns, columns) };
}
