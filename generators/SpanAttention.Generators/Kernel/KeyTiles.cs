using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Kernel;

/// <summary>The tiles of keys that a routine goes through: one that holds all of them (<see cref="OnlyTile"/>), or one after the other (<see cref="TileByTile"/>).</summary>
internal abstract class KeyTiles
{
    /// <summary>The tiles of a routine that attends or weighs.</summary>
    public static KeyTiles Of(AttentionPlan plan) => plan.SingleTile ? new OnlyTile(plan.Spec.Stored) : new TileByTile(plan.Spec);

    /// <summary>Arguments that say where the first row stands among the tile's keys, and how far it sees.</summary>
    public abstract (string Name, string Argument)[] Positions { get; }

    /// <summary>The last key of the tile.</summary>
    public abstract string LastKey { get; }

    /// <summary>The first tile with visible keys.</summary>
    public abstract string First { get; }

    /// <summary>The factors by which a tile's weights follow the larger maximum, one a row; null where nothing is ever rescaled.</summary>
    public abstract string? Rescale { get; }

    /// <summary>A reference to the factors from some row on, null where there are none.</summary>
    public abstract string RescaleFrom(string row);

    /// <summary>Last key that the first row sees, counted from the tile's first key; <c>keys</c> where every row sees all of them.</summary>
    public string Edge(RowEdge? edge) => edge is null ? "keys" : InTile(edge.Name);

    /// <summary>The tile's first row in a tensor, from some of its elements on.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="chunkStart">The first element of a row that is wanted; empty for the first there is.</param>
    public abstract string Start(TokenTensor tensor, string chunkStart = "");

    /// <summary>The tile's part of a row over all keys.</summary>
    public abstract string OfRow(string row);

    /// <summary>The tile's part of a row of floats over all keys.</summary>
    public abstract string OfFloats(string row);

    /// <summary>The line that names the first tile, where some before it are seen by none.</summary>
    /// <param name="code">Takes the line.</param>
    /// <param name="row">What the first of the rows is called.</param>
    public abstract void WriteFirst(KernelWriter code, string row);

    /// <summary>Writes what is done for each tile of visible keys.</summary>
    /// <param name="code">What is written to.</param>
    /// <param name="writeTile">Writes it.</param>
    /// <param name="even">Tells whether it is done once even where no key is visible.</param>
    public abstract void Write(KernelWriter code, Action writeTile, bool even = false);

    /// <summary>A key's number, counted from the tile's first key.</summary>
    protected abstract string InTile(string key);
}
