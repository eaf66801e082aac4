using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan for a few query rows: keys and values are read once for all rows that share a key/value head.</summary>
/// <param name="Queries">Query tokens that this way serves at most.</param>
/// <param name="Rows">Rows that share a key/value head: query tokens × heads of the group.</param>
/// <param name="MostKeys">Keys of a tile that they see, at most.</param>
/// <param name="Keys">What the lanes of scores are, and how they get there.</param>
/// <param name="AsksForKeys">The next keys, of this head or the next one, are asked for while values are summed, as memory would rest meanwhile; false where all that are declared are near anyway.</param>
/// <param name="Scratch">Scratch of these rows.</param>
internal sealed record DecodePlan(int Queries, int Rows, int MostKeys, SharedKeys Keys, bool AsksForKeys, Scratch Scratch)
{
    /// <summary>Partial sums of a score that is summed along the head dimension: part of its order of operations.</summary>
    public const int PartialSums = 16;

    /// <summary>Keys whose partial sums are folded together.</summary>
    public const int FoldedKeys = 4;

    /// <summary>Floats of scratch.</summary>
    public long ScratchLength => Scratch.Length(Rows);

    /// <summary>Rows whose scores or contexts are summed at once.</summary>
    public static int Columns(VectorWidth width) => width.Bits == 128 ? 2 : 4;

    /// <summary>Vectors of keys beside so many rows, if there are as many keys; a single row takes as many as hide the latency of multiply-add.</summary>
    public int KeyVectors(VectorWidth width, int columns) => Math.Min((MostKeys + width.Lanes - 1) / width.Lanes, (width.Bits, columns) switch
    {
        (512, 1) => 4,
        (512, _) => 2,
        (256, 1) => 8,
        (256, _) => 2,
        _ => 4,
    });

    /// <summary>Vectors of value dimensions beside so many rows; stored numbers come in groups of 16.</summary>
    public static int ValueVectors(VectorWidth width, int columns, StoredNumber element) => (width.Bits, columns) switch
    {
        (_, 1) => 8,
        (512, _) => 4,
        (128, _) when element.IsShort => element.Loaded(width.Lanes) / width.Lanes,
        _ => 2,
    };
}
