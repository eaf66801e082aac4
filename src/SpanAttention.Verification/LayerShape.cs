using System.Reflection;

namespace SpanAttention.Verification;

/// <summary>Says what a layer computes: projections, heads, norms, positions, attention, output projection. The defaults are those of <see cref="MultiHeadAttentionAttribute"/>.</summary>
public sealed record LayerShape
{
    /// <summary>Floats of one input token.</summary>
    public required int InputDim { get; init; }

    /// <summary>Floats of one output token. Default: <see cref="InputDim"/>.</summary>
    public int OutputDim
    {
        get => field == 0 ? InputDim : field;
        init;
    }

    /// <summary>Query heads. Default: 1, which 0 also means.</summary>
    public int Heads
    {
        get => field == 0 ? 1 : field;
        init;
    }

    /// <summary>Key/value heads; query head h uses key/value head h / (heads / key/value heads). Default: <see cref="Heads"/>.</summary>
    public int KeyValueHeads
    {
        get => field == 0 ? Heads : field;
        init;
    }

    /// <summary>Floats of one head. Default: OutputDim / Heads.</summary>
    public int HeadDim
    {
        get => field == 0 ? OutputDim / Heads : field;
        init;
    }

    /// <summary>Cross-attention: floats of one source token, from which keys and values are projected; a token then sees all source tokens, and none of the inputs. Default: 0, self-attention.</summary>
    public int ContextDim { get; init; }

    /// <summary>Tokens of every call; 0 where calls may have any number.</summary>
    public int SequenceLength { get; init; }

    /// <summary>The most tokens of a call, and of a cache; 0 for any number.</summary>
    public int ContextLength { get; init; }

    /// <summary>Says how keys and values are stored, cached or not.</summary>
    public CacheElement CacheElement { get; init; }

    /// <summary>Multiplies query · key. Default: 1 / √HeadDim.</summary>
    public double Scale
    {
        get => field == 0 ? 1 / Math.Sqrt(HeadDim) : field;
        init;
    }

    /// <summary>Tells whether a token sees only itself and those before it.</summary>
    public bool Causal { get; init; }

    /// <summary>Tokens before its own that a token sees; −1 for all.</summary>
    public int LeftWindow { get; init; } = -1;

    /// <summary>Tokens after its own that a token sees; −1 for all.</summary>
    public int RightWindow { get; init; } = -1;

    /// <summary>Scaled scores become cap · tanh(score / cap); 0 for no cap.</summary>
    public double SoftCap { get; init; }

    /// <summary>Tells whether slope(head) · distance is subtracted.</summary>
    public bool Alibi { get; init; }

    /// <summary>Tells whether there is one logit a head that has no value.</summary>
    public bool Sinks { get; init; }

    /// <summary>Says how queries and keys are rotated by their position.</summary>
    public RotaryLayout Rotary { get; init; }

    /// <summary>Source of the positions that queries and keys are rotated by; given ones go with <see cref="LayerRoutine.Positions"/>, rows with <see cref="LayerRoutine.Cosines"/>.</summary>
    public RotaryPositions RotaryPositions { get; init; }

    /// <summary>Pair i is rotated by position · base^(−2i / RotaryDim), unless the weights give frequencies.</summary>
    public double RotaryBase { get; init; } = 10000;

    /// <summary>The first dimensions of a head, which are rotated. Default: <see cref="HeadDim"/>.</summary>
    public int RotaryDim
    {
        get => field == 0 ? HeadDim : field;
        init;
    }

    /// <summary>Says how queries and keys are normalized, before they are rotated.</summary>
    public QkNorm QkNorm { get; init; }

    /// <summary>Added to the mean square, or to the variance.</summary>
    public double QkNormEpsilon { get; init; } = 1e-6;

    /// <summary>Tells whether the heads' contexts are multiplied by σ of gates, which are projected from the inputs.</summary>
    public bool OutputGate { get; init; }

    /// <summary>Tells whether query, key and value projections have a bias.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Tells whether the heads' contexts go through an output projection.</summary>
    public bool OutputProjection { get; init; } = true;

    /// <summary>Tells whether the output projection has a bias.</summary>
    public bool OutputBias { get; init; } = true;

    /// <summary>Tells whether query, key and value weights come as one tensor.</summary>
    public bool FusedQueryKeyValue { get; init; }

    /// <summary>The order of the axes of all weight tensors.</summary>
    public WeightLayout WeightLayout { get; init; }

    /// <summary>Number format that weights are rounded to once, as declared layers do.</summary>
    public WeightElement WeightElement { get; init; }

    /// <summary>Tells whether gradients are declared: a property of the type, not of what it computes.</summary>
    public bool Gradients { get; init; }

    /// <summary>The shape of a declared layer, read from its <see cref="MultiHeadAttentionAttribute"/>.</summary>
    /// <typeparam name="T">A type with the attribute.</typeparam>
    /// <exception cref="ArgumentException">The type has no such attribute, or one that declares what the kit does not know.</exception>
    public static LayerShape Of<T>() =>
        Of(typeof(T).GetCustomAttribute<MultiHeadAttentionAttribute>() ?? throw new ArgumentException($"{typeof(T)} has no [MultiHeadAttention].", nameof(T)));

    /// <summary>The shape that an attribute declares.</summary>
    /// <param name="declaration">The attribute.</param>
    /// <exception cref="ArgumentException">It declares what the kit does not know: masks, biases, separate inputs for keys and values, or an option younger than the kit.</exception>
    public static LayerShape Of(MultiHeadAttentionAttribute declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        LayerShape shape = new() { InputDim = declaration.InputDim };
        DeclaredOptions.Copy(declaration, shape);
        return shape;
    }

    /// <summary>The shape that an attribute declares.</summary>
    /// <param name="declaration">The attribute.</param>
    /// <exception cref="ArgumentException">It declares what the kit does not know: masks, biases, or an option younger than the kit.</exception>
    public static LayerShape Of(CrossAttentionAttribute declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        LayerShape shape = new() { InputDim = declaration.InputDim };
        DeclaredOptions.Copy(declaration, shape);
        return shape;
    }

    /// <summary>Floats that are normalized together, of a token that has <paramref name="width"/> of them; 0 where none are.</summary>
    internal int NormDim(int width) => QkNorm switch
    {
        QkNorm.None => 0,
        QkNorm.Projection => width,
        _ => HeadDim,
    };

    internal int QueryWidth => Heads * HeadDim;

    internal int KeyValueWidth => KeyValueHeads * HeadDim;

    internal bool IsCross => ContextDim > 0;

    /// <summary>Floats of a token that keys and values are projected from.</summary>
    internal int KeyValueInputDim => IsCross ? ContextDim : InputDim;

    /// <exception cref="ArgumentException">No layer has such a shape.</exception>
    internal void Validate()
    {
        Sizes.AtLeast(InputDim, 1, nameof(InputDim));
        Sizes.AtLeast(OutputDim, 1, nameof(OutputDim));
        Sizes.AtLeast(Heads, 1, nameof(Heads));
        Sizes.AtLeast(KeyValueHeads, 1, nameof(KeyValueHeads));
        Sizes.AtLeast(HeadDim, 1, nameof(HeadDim));
        Sizes.Divides(KeyValueHeads, Heads, nameof(KeyValueHeads), nameof(Heads));
        Sizes.AtLeast(ContextDim, 0, nameof(ContextDim));
        Sizes.AtLeast(SequenceLength, 0, nameof(SequenceLength));
        Sizes.AtLeast(ContextLength, 0, nameof(ContextLength));
        Sizes.AtLeast(LeftWindow, -1, nameof(LeftWindow));
        Sizes.AtLeast(RightWindow, -1, nameof(RightWindow));
        Sizes.NotNegative(Scale, nameof(Scale));
        Sizes.NotNegative(SoftCap, nameof(SoftCap));
        Sizes.NotNegative(QkNormEpsilon, nameof(QkNormEpsilon));
        Sizes.NotNegative(RotaryBase, nameof(RotaryBase));
        Sizes.AtLeast(RotaryDim, 1, nameof(RotaryDim));
        Sizes.UpTo(RotaryPositions, RotaryPositions.Rows, nameof(RotaryPositions));
        Sizes.UpTo(WeightElement, WeightElement.Int8, nameof(WeightElement));
        if (RotaryPositions != RotaryPositions.Counted && Rotary == RotaryLayout.None)
        {
            throw new ArgumentException($"{nameof(RotaryPositions)} is {RotaryPositions}, and {nameof(Rotary)} is {Rotary}: nothing is rotated.", nameof(RotaryPositions));
        }

        Sizes.AtLeast(HeadDim - RotaryDim, 0, $"{nameof(HeadDim)} less {nameof(RotaryDim)}");
        if (IsCross && this is not { Causal: false, LeftWindow: -1, RightWindow: -1, Alibi: false, Rotary: RotaryLayout.None, ContextLength: 0, FusedQueryKeyValue: false })
        {
            throw new ArgumentException($"{nameof(ContextDim)} is {ContextDim}; cross-attention is verified without positions, caches and fused weights.", nameof(ContextDim));
        }

        if (!OutputProjection && OutputDim != QueryWidth)
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(OutputDim)} is {OutputDim}; without an output projection it is heads × head dim = {QueryWidth}."), nameof(OutputDim));
        }
    }
}
