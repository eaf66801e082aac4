using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>The tiles of keys that a routine goes through: one that holds all of them, or one after the other.</summary>
/// <param name="spec">The declared attention.</param>
/// <param name="isSingle">Whether all keys are one tile.</param>
internal sealed class KeyTiles(AttentionSpec spec, bool isSingle)
{
    /// <summary>Arguments that say where the first row stands among the tile's keys, and how far it sees.</summary>
    public (string Name, string Argument)[] Positions => isSingle ? [] : [("position", "position - tile"), ("edge", "edge - tile")];

    /// <summary>Last key that the first row sees, counted from the tile's first key.</summary>
    /// <param name="edge">The same, counted from the first key; <c>keys</c> where every row sees all of them.</param>
    public string Edge(string edge) => isSingle || edge == "keys" ? edge : $"{edge} - tile";

    /// <summary>The last key of the tile.</summary>
    public string LastKey => isSingle ? "keys - 1" : "tile + keys - 1";

    /// <summary>The first tile with visible keys.</summary>
    public string First => spec.LeftWindow is null ? "0" : "firstTile";

    /// <summary>The tile's place among the keys that are kept.</summary>
    private string Place => spec.HasRing ? "place" : "tile";

    /// <summary>The tile's first row in a tensor, from some of its elements on.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="stride">Its elements from one token to the next.</param>
    /// <param name="chunkStart">The first element of a row that is wanted; empty for the first there is.</param>
    public string Start(string tensor, string stride, string chunkStart = "") => (isSingle, chunkStart.Length > 0) switch
    {
        (true, false) => $"ref {tensor}",
        (true, true) => $"ref {spec.Stored.At}(ref {tensor}, {chunkStart})",
        (false, false) => $"ref {spec.Stored.At}(ref {tensor}, (nint){Place} * {stride})",
        (false, true) => $"ref {spec.Stored.At}(ref {tensor}, ((nint){Place} * {stride}) + {chunkStart})",
    };

    /// <summary>The tile's part of a row over all keys.</summary>
    public string OfRow(string row) => isSingle ? $"ref {row}" : $"ref Unsafe.Add(ref {row}, tile)";

    /// <summary>The tile's part of a row of floats over all keys.</summary>
    public string OfFloats(string row) => isSingle ? $"ref {row}" : $"ref Floats.At(ref {row}, tile)";

    /// <summary>The line that names the first tile, where some before it are seen by none.</summary>
    /// <param name="code">Takes the line.</param>
    /// <param name="row">What the first of the rows is called.</param>
    public void WriteFirst(KernelWriter code, string row)
    {
        if (!isSingle && spec.LeftWindow is not null)
        {
            code.Line($"int firstTile = (int)Math.Clamp((long)position - LeftWindow, 0, visible) & -KeyTile; // with keys that the first {row} sees");
        }
    }

    /// <summary>Writes what is done for each tile of visible keys.</summary>
    /// <param name="code">What is written to.</param>
    /// <param name="writeTile">Writes it.</param>
    /// <param name="even">Tells whether it is done once even where no key is visible.</param>
    public void Write(KernelWriter code, Action writeTile, bool even = false)
    {
        if (isSingle)
        {
            code.Line("int keys = visible; // all in one tile");
            writeTile();
            return;
        }

        using (code.Block($"for (int tile = {First}; {(even ? $"tile == {First} || " : "")}tile < visible; tile += KeyTile)"))
        {
            code.Line("int keys = Math.Min(KeyTile, visible - tile);");
            if (spec.HasRing)
            {
                code.Line("int place = tile % operands.KeyCapacity; // where the ring keeps the tile");
            }

            writeTile();
        }
    }
}
