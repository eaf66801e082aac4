namespace SpanAttention.Generators.Planning;

/// <summary>Ways in which a layer takes the tokens of a block: a few as rows, whose outputs are vector lanes, or more as lanes themselves.</summary>
/// <param name="AsRows">Some block has few tokens.</param>
/// <param name="AsLanes">Some block has more.</param>
internal sealed record TokenBlocks(bool AsRows, bool AsLanes)
{
    /// <summary>Blocks of a call with so many tokens; 0 for any number.</summary>
    public static TokenBlocks Of(int tokens, int block, int few)
    {
        if (tokens == 0 || few == 0)
        {
            return new(few > 0, true);
        }

        int rest = tokens % block;
        return new(rest > 0 && rest <= few, tokens >= block || rest > few);
    }
}
