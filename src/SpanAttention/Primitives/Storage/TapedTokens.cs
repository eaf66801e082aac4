using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace SpanAttention.Primitives;

/// <summary>A layer's tape: what a call of Forward leaves for Backward, so many floats a token, each of its tensors in rows that follow each other.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TapedTokens
{
    private readonly AlignedFloats floats;
    private int? recorded;

    /// <summary>An empty tape.</summary>
    /// <param name="tokens">Tokens that there is room for.</param>
    /// <param name="floatsOfToken">Floats of a token.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tokens are fewer than 0, or more than one array holds.</exception>
    public TapedTokens(int tokens, int floatsOfToken)
    {
        SpanShape.Count(tokens, (Array.MaxLength - AlignedFloats.Slack) / floatsOfToken, nameof(tokens), "tokens of the tape");
        Room = tokens;
        floats = new(tokens * floatsOfToken);
    }

    /// <summary>Tokens that there is room for.</summary>
    public int Room { get; }

    /// <summary>The tokens of the last call of Forward.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public int Tokens => recorded ?? throw new InvalidOperationException("The tape is empty: call Forward with it before Backward.");

    /// <summary>A tape that a call asks for.</summary>
    /// <param name="tape">The tape.</param>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    public static TapedTokens Given(TapedTokens? tape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape;
    }

    /// <summary>Asks for room for a call's tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <exception cref="ArgumentException">There is less.</exception>
    public void RequireRoom(int tokens)
    {
        if (tokens > Room)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"tape has room for {Room} tokens, but the inputs are {tokens}; make it by CreateTape({tokens})."), "tape");
        }
    }

    /// <summary>Begins a call of so many tokens, for which there is room.</summary>
    public void Record(int tokens) => recorded = tokens;

    /// <summary>The first row of a tensor, from the floats of a token that are before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float At(int offset) => ref Unsafe.Add(ref floats.First, (nint)offset * Room);
}
