namespace SpanAttention.Benchmarks.Models;

/// <summary>What a call computes: the logits after the last of its tokens, which follow others in a cache.</summary>
/// <param name="Name">Such as <c>prefill</c>.</param>
/// <param name="Cached">Tokens in the cache.</param>
/// <param name="Tokens">Tokens of the call.</param>
internal sealed record ModelCall(string Name, int Cached, int Tokens)
{
    public static ModelCall Prefill { get; } = new("prefill of 128", 0, 128);

    /// <summary>The 512th token.</summary>
    public static ModelCall Decode { get; } = new("decode over 512", 511, 1);

    /// <summary>Tokens that have been read after the call.</summary>
    public int Length => Cached + Tokens;
}
