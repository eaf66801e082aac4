using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>A walk over the pieces of a block, each of one sequence: tokens 60 to 69 of one that has 70 and tokens 0 to 53 of the next are two pieces of a block of 64.</summary>
/// <param name="batch">The sequences.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct SequencePieces(SequenceBatch batch)
{
    private readonly SequenceBatch sequences = batch;
    private int sequence;
    private int left;

    /// <summary>The cache that the sequence goes on from; null where it begins with this call.</summary>
    public readonly KeyValueCache? Cache => sequences.Cache(sequence);

    /// <summary>The keys and values of the context that the sequence attends to; null where there is none, or the call projects them.</summary>
    public readonly ContextCache? Context => sequences.Context(sequence);

    /// <summary>The piece's first token in its block.</summary>
    public int First { get; private set; }

    /// <summary>Tokens of the piece.</summary>
    public int Tokens { get; private set; }

    /// <summary>The piece's first token among those that its sequence has in this call.</summary>
    public int Row { get; private set; }

    /// <summary>The position of the piece's first token among the keys.</summary>
    public readonly int Position => sequences.FirstPosition(sequence) + Row;

    /// <summary>Tokens that the sequence has in this call.</summary>
    public readonly int QueryLength => sequences.Length(sequence);

    /// <summary>Keys that the sequence attends to: its tokens, those of its cache included, or those of its context.</summary>
    public readonly int KeyLength => sequences.KeyLength(sequence);

    /// <summary>The same without padding.</summary>
    public readonly int KeyCount => sequences.KeyCount(sequence);

    /// <summary>Keys of the call's own: 0 where they are kept elsewhere.</summary>
    public readonly int OwnKeys => sequences.OwnKeys(sequence);

    /// <summary>Tokens that keys and values of the call's own have room for in earlier sequences: whole tiles.</summary>
    public long SlotsBefore { get; private set; }

    /// <summary>Tokens of earlier sequences.</summary>
    public int TokensBefore { get; private set; }

    /// <summary>Keys of earlier sequences.</summary>
    public long KeysBefore { get; private set; }

    /// <summary>Pairs of a query and a key of earlier sequences.</summary>
    public long PairsBefore { get; private set; }

    /// <summary>Tells whether the sequence goes on after the piece, but not before the piece has attended.</summary>
    internal readonly bool EndsBlock => Tokens == sequences.Together(Position) && Row + Tokens < QueryLength;

    /// <summary>Goes on to the next piece.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        First += Tokens;
        Row += Tokens;
        Tokens = 0;
        if (left == 0)
        {
            return false;
        }

        while (Row == QueryLength)
        {
            EndSequence();
        }

        Tokens = Math.Min(Math.Min(QueryLength - Row, left), sequences.Together(Position));
        left -= Tokens;
        return true;
    }

    /// <summary>Starts a block of so many tokens behind the last piece.</summary>
    internal void Start(int tokens)
    {
        left = tokens;
        First = -Tokens;
    }

    private void EndSequence()
    {
        SlotsBefore += KeyValueShape.WholeTilesLong(OwnKeys);
        TokensBefore += QueryLength;
        KeysBefore += KeyLength;
        PairsBefore += (long)QueryLength * KeyLength;
        sequence++;
        Row = 0;
    }
}
