using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Planning;

/// <summary>Everything that emission needs: what is computed, in which blocks, and where scratch lies. Emitters only print it.</summary>
/// <param name="QueryBlock">Query rows attended together, one a vector lane.</param>
/// <param name="QueryChunk">Head dimensions whose queries are in scratch at once; HeadDim unless scratch would exceed its bound.</param>
/// <param name="ValueChunk">Value dimensions whose contexts are in scratch at once; ValueDim unless scratch would exceed its bound.</param>
/// <param name="Tiles">Register tiles, widest vectors first.</param>
internal sealed record AttentionPlan(
    AttentionSpec Spec,
    CompilationFacts Facts,
    int QueryBlock,
    int QueryChunk,
    int ValueChunk,
    EquatableArray<TilePlan> Tiles)
{
    /// <summary>Keys a tile. Part of the canonical order: sums are folded tile by tile.</summary>
    public const int KeyTile = 64;

    /// <summary>Floats added to scratch so that it can start at a multiple of 64 bytes.</summary>
    public const int AlignmentSlack = 16;

    /// <summary>Row statistics kept in scratch: maximum, sum and rescale factor.</summary>
    public const int Statistics = 3;

    public bool ChunksQueries => QueryChunk < Spec.HeadDim;

    public bool ChunksValues => ValueChunk < Spec.ValueDim;

    public int ScratchLength => QueryBlock * (QueryChunk + KeyTile + ValueChunk + Statistics);

    public int StackBytes => (ScratchLength + AlignmentSlack) * sizeof(float);
}
