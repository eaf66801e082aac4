namespace SpanAttention.Generators.Planning;

/// <summary>A register tile: the sums that are held in registers at once.</summary>
/// <param name="Vectors">Vectors of rows, or of value dimensions, side by side.</param>
/// <param name="Columns">Keys, value dimensions, outputs or rows summed at once.</param>
internal sealed record TileShape(int Vectors, int Columns)
{
    private const int SmallerColumns = 4;

    /// <summary>Column counts that cover any number of columns: full tiles, then single columns; between them smaller tiles where full ones do not divide a key tile (6) or leave many (16).</summary>
    public IEnumerable<int> Ladder => Columns is 6 or 16 ? [Columns, SmallerColumns, 1] : Columns > 1 ? [Columns, 1] : [1];

    /// <summary>The same tile with no more columns than there are.</summary>
    public TileShape AtMost(int columns) => this with { Columns = Math.Min(Columns, columns) };
}
