namespace SpanAttention.Generators.Planning;

/// <summary>Plan of additive attention: keys in vector lanes, which are transposed once for a block of query rows; contexts grow where they are wanted.</summary>
/// <param name="QueryBlock">Query rows that share a transposed tile of keys.</param>
/// <param name="KeyChunk">Head dimensions of a tile that are in scratch at once.</param>
/// <param name="Scratch">Scratch of such a block.</param>
internal sealed record AdditivePlan(int QueryBlock, int KeyChunk, Scratch Scratch)
{
    /// <summary>Floats of scratch.</summary>
    public long ScratchLength => Scratch.Length(QueryBlock);
}
