namespace SpanAttention.Generators.Planning;

/// <summary>Blocks of a layer's tokens: few, whose rows share one reading of keys and values, or more, whose rows are vector lanes.</summary>
/// <param name="Few">Some block has few tokens.</param>
/// <param name="Many">Some block has more.</param>
internal sealed record TokenBlocks(bool Few, bool Many)
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
