namespace SpanAttention.Generators.Planning;

/// <summary>Part of a head's dimensions that is in scratch at once, where all of them would exceed its bound.</summary>
/// <param name="Name">The constant that says how many dimensions it has: <c>QueryChunk</c>.</param>
/// <param name="Size">Its dimensions; the last part may have fewer.</param>
/// <param name="Words">The same in words.</param>
internal sealed record Chunk(string Name, int Size, string Words)
{
    /// <summary>The parameter of a step that takes one: its dimensions.</summary>
    public string Dims => "dims";
}
