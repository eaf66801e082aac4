namespace SpanAttention.Generators.Planning;

/// <summary>Plan of additive attention: keys in vector lanes, which are transposed once for a block of query rows; contexts grow where they are wanted.</summary>
/// <param name="QueryBlock">Query rows that share a turned tile of keys.</param>
/// <param name="KeyChunk">Head dimensions of a tile that are in scratch at once.</param>
/// <param name="HasBias">Whether a tile of floats says what the mask hides.</param>
internal sealed record AdditivePlan(int QueryBlock, int KeyChunk, bool HasBias)
{
    /// <summary>Row statistics kept in scratch: maximum, sum and rescale factor.</summary>
    private const int Statistics = 3;

    public int ScratchLength => (AttentionPlan.KeyTile * (KeyChunk + (HasBias ? 2 * QueryBlock : QueryBlock))) + (Statistics * QueryBlock);
}
