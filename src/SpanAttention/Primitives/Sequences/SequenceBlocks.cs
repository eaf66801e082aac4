using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>A walk over the blocks of a call: tokens, of one sequence or several, that are projected together.</summary>
/// <param name="batch">The sequences.</param>
/// <param name="most">Most tokens of a block.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct SequenceBlocks(SequenceBatch batch, int most)
{
    private readonly int tokens = batch.Tokens;
    private SequencePieces next = new(batch);

    /// <summary>The block's first token in the call.</summary>
    public int First { get; private set; }

    /// <summary>Tokens of the block.</summary>
    public int Tokens { get; private set; }

    /// <summary>The block's pieces, to be walked over from the first.</summary>
    public SequencePieces Pieces { get; private set; } = new(batch);

    /// <summary>Goes on to the next block.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        First += Tokens;
        SequencePieces pieces = next;
        next.Start(Math.Min(most, tokens - First));
        Tokens = 0;
        while (next.Next())
        {
            Tokens += next.Tokens;
            if (next.EndsBlock)
            {
                break;
            }
        }

        pieces.Start(Tokens);
        Pieces = pieces;
        return Tokens > 0;
    }
}
