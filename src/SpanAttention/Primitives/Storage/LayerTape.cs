using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace SpanAttention.Primitives;

/// <summary>Floats that a layer's Forward keeps for its Backward, with room for so many tokens, and the sequences that these were of.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LayerTape
{
    // Lines of cache hold so many floats; runs of so many tokens start at one whatever a token has.
    private const int LineTokens = AlignedFloats.Slack;

    private readonly AlignedFloats floats;
    private readonly int[] lengths;
    private readonly int[] contextLengths;
    private int sequences = -1; // none yet: Forward has not been called

    /// <summary>A tape without anything on it.</summary>
    /// <param name="tokens">Tokens that there is room for.</param>
    /// <param name="tokenFloats">Floats that are kept of each.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 0 tokens, or more than one array can hold.</exception>
    public LayerTape(int tokens, int tokenFloats)
        : this(tokens, tokenFloats, contextTokens: 0, contextTokenFloats: 0)
    {
    }

    /// <summary>A tape of a layer that attends to contexts, without anything on it.</summary>
    /// <inheritdoc cref="LayerTape(int, int)"/>
    /// <param name="contextTokens">Tokens of contexts that there is room for.</param>
    /// <param name="contextTokenFloats">Floats that are kept of each.</param>
    public LayerTape(int tokens, int tokenFloats, int contextTokens, int contextTokenFloats)
    {
        SpanShape.Count(tokens, int.MaxValue, nameof(tokens), "tokens that there is room for");
        SpanShape.Count(contextTokens, int.MaxValue, nameof(contextTokens), "context tokens that there is room for");
        long length = (WholeLines(tokens) * tokenFloats) + (WholeLines(contextTokens) * contextTokenFloats);
        if (length > Array.MaxLength - AlignedFloats.Slack)
        {
            throw new ArgumentOutOfRangeException(nameof(tokens), tokens, Invariant($"The tape would need {length} floats; one array holds {Array.MaxLength - AlignedFloats.Slack}. Use fewer tokens a call."));
        }

        Tokens = tokens;
        ContextTokens = contextTokens;
        floats = new((int)length);
        lengths = new int[Math.Min((long)tokens + contextTokens, Array.MaxLength)];
        contextLengths = contextTokenFloats > 0 ? new int[lengths.Length] : [];
    }

    /// <summary>Tokens that there is room for.</summary>
    public int Tokens { get; }

    /// <summary>Tokens of contexts that there is room for.</summary>
    public int ContextTokens { get; }

    /// <summary>Tokens of the last Forward.</summary>
    public int Count { get; private set; }

    /// <summary>The sequences of the last Forward that had tokens, or a context.</summary>
    public SequenceBatch Sequences
    {
        get
        {
            SequenceBatch batch = SequenceBatch.Of(lengths.AsSpan(0, sequences));
            return HasContexts ? batch.Over(contextLengths.AsSpan(0, sequences)) : batch;
        }
    }

    private bool HasContexts { get; set; }

    /// <summary>A run of floats, so many a token.</summary>
    /// <param name="tokenFloats">Floats that earlier runs have of a token.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Run(int tokenFloats) => ref Unsafe.Add(ref floats.First, (nint)(WholeLines(Tokens) * tokenFloats));

    /// <summary>A run of floats, so many a token of a context, behind all runs of tokens.</summary>
    /// <param name="tokenFloats">Floats that all runs have of a token.</param>
    /// <param name="contextTokenFloats">Floats that earlier runs have of a token of a context.</param>
    public ref float ContextRun(int tokenFloats, int contextTokenFloats) => ref Unsafe.Add(ref Run(tokenFloats), (nint)(WholeLines(ContextTokens) * contextTokenFloats));

    /// <summary>Asks for a tape with room.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="tokens">Tokens of the call.</param>
    /// <param name="inputs">The parameter that holds them.</param>
    /// <exception cref="ArgumentNullException">There is no tape.</exception>
    /// <exception cref="ArgumentException">It has room for fewer tokens.</exception>
    public static void RequireRoom(LayerTape? tape, int tokens, string inputs)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (tokens > tape.Tokens)
        {
            throw new ArgumentException(Invariant($"tape has room for {tape.Tokens} tokens; {inputs} holds {tokens}."), nameof(tape));
        }
    }

    /// <summary>Asks for a tape with room for the tokens of contexts.</summary>
    /// <inheritdoc cref="RequireRoom"/>
    public static void RequireContextRoom(LayerTape tape, int tokens, string inputs)
    {
        if (tokens > tape.ContextTokens)
        {
            throw new ArgumentException(Invariant($"tape has room for {tape.ContextTokens} context tokens; {inputs} holds {tokens}."), nameof(tape));
        }
    }

    /// <summary>Asks for a tape that has been through Forward.</summary>
    /// <param name="tape">The tape.</param>
    /// <exception cref="ArgumentNullException">There is no tape.</exception>
    /// <exception cref="InvalidOperationException">Forward has not been called with it.</exception>
    public static void RequireForward(LayerTape? tape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (tape.sequences < 0)
        {
            throw new InvalidOperationException("The tape has not been through Forward yet, which keeps on it what Backward needs.");
        }
    }

    /// <summary>Forgets the last Forward: what it left is being overwritten.</summary>
    public void Clear() => sequences = -1;

    /// <summary>Begins a Forward that knows no sequences.</summary>
    /// <param name="tokens">Its tokens.</param>
    public void Start(int tokens) => Start(SequenceBatch.Of(tokens));

    /// <summary>Begins a Forward.</summary>
    /// <param name="batch">Its sequences.</param>
    public void Start(SequenceBatch batch)
    {
        Count = batch.Tokens;
        HasContexts = batch.HasContexts;
        sequences = 0;
        for (int sequence = 0; sequence < batch.Count; sequence++)
        {
            int keys = HasContexts ? batch.KeyLength(sequence) : 0;
            if (batch.Length(sequence) > 0 || keys > 0)
            {
                lengths[sequences] = batch.Length(sequence);
                if (HasContexts)
                {
                    contextLengths[sequences] = keys;
                }

                sequences++;
            }
        }
    }

    private static long WholeLines(int tokens) => ((long)tokens + LineTokens - 1) / LineTokens * LineTokens;

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
