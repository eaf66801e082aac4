namespace SpanAttention.Verification;

/// <summary>A layer as the kit calls it, weights included: all tokens at once, and through a cache if it has one.</summary>
public sealed record LayerRoutine
{
    /// <summary>The layer's name in reports.</summary>
    public string Name { get; init; } = "The layer";

    /// <summary>Floats of a token that goes in.</summary>
    public required int InputDim { get; init; }

    /// <summary>Floats of a token that comes out.</summary>
    public required int OutputDim { get; init; }

    /// <summary>Outputs of all tokens, none of which is in a cache.</summary>
    public required LayerCall Forward { get; init; }

    /// <summary>Makes a call that has an empty cache of its own: its tokens follow those of its calls before.</summary>
    public Func<LayerCall>? NewDecoder { get; init; }

    /// <summary>Lets no token see a later one. A layer with a cache is causal.</summary>
    public bool Causal { get; init; }

    /// <summary>The most tokens of a call, and of a cache; 0 for any number.</summary>
    public int ContextLength { get; init; }

    /// <summary>Tolerance by which outputs may differ that are the same in theory; 0 if they have the same bits.</summary>
    public float Tolerance { get; init; }

    /// <summary>Promises beyond being right.</summary>
    public AttentionPromises Promises { get; init; }

    internal bool IsCausal => Causal || NewDecoder is not null;

    /// <exception cref="ArgumentOutOfRangeException">A number is not one that a layer can have.</exception>
    internal void Validate()
    {
        AtLeast(InputDim, 1, nameof(InputDim));
        AtLeast(OutputDim, 1, nameof(OutputDim));
        AtLeast(ContextLength, 0, nameof(ContextLength));
        if (!(Tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(Tolerance), $"{nameof(Tolerance)} is {Tolerance}; it must be at least 0.");
        }
    }

    private static void AtLeast(int number, int least, string name)
    {
        if (number < least)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {number}; it must be at least {least}.");
        }
    }
}
