namespace SpanAttention.Verification;

/// <summary>A layer as the kit calls it, weights included: attention, linear, feed-forward, or a whole block; all tokens at once, and through a cache if it has one.</summary>
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

    /// <summary>Outputs of all tokens, added to a residual; null if the layer has no such call.</summary>
    public LayerAddCall? ForwardAdd { get; init; }

    /// <summary>The weights of an output, as they were given; null if the layer does not give them back. Linear layers have such a call.</summary>
    public CopyWeightsCall? CopyWeights { get; init; }

    /// <summary>Makes a call that has an empty cache of its own: its tokens follow those of its calls before.</summary>
    public Func<LayerCall>? NewDecoder { get; init; }

    /// <summary>Makes an empty cache that can do more than take tokens, if the layer has such; <see cref="NewDecoder"/> need not be given then.</summary>
    public Func<LayerCache>? NewCache { get; init; }

    /// <summary>Says what the layer computes, where outputs are to be checked against a reference in double; goes with <see cref="Weights"/>. Without it a layer is only held to agree with itself.</summary>
    public LayerShape? Shape { get; init; }

    /// <summary>The weights in it; goes with <see cref="Shape"/>.</summary>
    public LayerWeights? Weights { get; init; }

    /// <summary>Cross-attention, of a layer or a block: the source tokens, <c>[source tokens, context dim]</c>, that all calls attend to. They are the routine's, as weights are; goes with <see cref="LayerShape.ContextDim"/>.</summary>
    public float[] SourceTokens { get; init; } = [];

    /// <summary>The position of each token of a sequence that calls rotate it by, −1 for none: token t, those of a cache counted, has that at t. No sequence that is tried is longer; goes with <see cref="RotaryPositions.Given"/>.</summary>
    public int[] Positions { get; init; } = [];

    /// <summary>The same as cosines of each token's angles, <c>[tokens, rotary dim / 2]</c>; goes with <see cref="RotaryPositions.Rows"/>.</summary>
    public float[] Cosines { get; init; } = [];

    /// <summary>The sines of those angles.</summary>
    public float[] Sines { get; init; } = [];

    /// <summary>Tells whether a token's outputs depend on its own inputs alone, wherever it stands, as those of linear and feed-forward layers do.</summary>
    public bool TokenByToken { get; init; }

    /// <summary>Tells whether no token sees a later one. A layer with a cache is causal.</summary>
    public bool Causal { get; init; }

    /// <summary>Tokens before its own that a token sees; −1 for all.</summary>
    public int LeftWindow { get; init; } = -1;

    /// <summary>Tokens after its own that a token sees; −1 for all.</summary>
    public int RightWindow { get; init; } = -1;

    /// <summary>Tokens of every call that has no cache; 0 where calls may have any number.</summary>
    public int SequenceLength { get; init; }

    /// <summary>The most tokens of a call, and of a cache; 0 for any number.</summary>
    public int ContextLength { get; init; }

    /// <summary>Says how far outputs may differ that are the same in theory; 0 if they have the same bits.</summary>
    public float Tolerance { get; init; }

    /// <summary>Says how far a number is rounded that it stores, relatively; see <see cref="AttentionRoutine.UnitRoundoff"/>.</summary>
    public double UnitRoundoff { get; init; } = Precision.Float;

    /// <summary>Says what it promises beyond being right.</summary>
    public AttentionPromises Promises { get; init; }

    /// <summary>Tells whether outputs take the place of inputs: <see cref="Forward"/> then copies these to the destination, and works there.</summary>
    internal bool InPlace { get; init; }

    /// <summary>Makes the reference of a layer that is not attention alone.</summary>
    internal Func<LayerRoutine, ILayerReference>? NewReference { get; init; }

    /// <summary>The shape of the attention that is in it; null where there is none, or it is not known.</summary>
    internal LayerShape? Attention { get; init; }

    internal GivenTensors Given => new(SourceTokens, Positions, Cosines, Sines);

    /// <summary>The most tokens of a sequence.</summary>
    internal int MostTokens => Math.Min(ContextLength == 0 ? int.MaxValue : ContextLength, (Shape ?? Attention) is { } attention ? Given.MostTokens(attention) : int.MaxValue);

    internal bool IsCausal => Causal || TokenByToken || HasCache || Shape?.Causal == true;

    internal bool HasCache => NewDecoder is not null || NewCache is not null;

    internal Precision Precision => new(UnitRoundoff, false, true);

    /// <summary>The reference that it is held to; null where shape and weights are not known.</summary>
    internal ILayerReference? Reference => Shape is null || Weights is null ? NewReference?.Invoke(this) : new LayerReference(Shape, Weights, Given, Precision);

    /// <summary>A layer of a shape, with its weights known: what the shape says of it is taken from there. In cross-attention a token sees none of the inputs but itself.</summary>
    /// <param name="shape">What it computes.</param>
    /// <param name="weights">The weights in it.</param>
    /// <param name="forward">Outputs of all tokens.</param>
    public static LayerRoutine Of(LayerShape shape, LayerWeights weights, LayerCall forward)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(forward);
        return new LayerRoutine
        {
            InputDim = shape.InputDim,
            OutputDim = shape.OutputDim,
            Forward = forward,
            Shape = shape,
            Weights = weights,
            Causal = shape.Causal,
            LeftWindow = shape.IsCross ? 0 : shape.LeftWindow,
            RightWindow = shape.IsCross ? 0 : shape.RightWindow,
            SequenceLength = shape.SequenceLength,
            ContextLength = shape.LeftWindow >= 0 ? 0 : shape.ContextLength,
        };
    }

    /// <summary>A linear layer, with its weights known.</summary>
    /// <param name="shape">What it computes.</param>
    /// <param name="weights">The weights in it.</param>
    /// <param name="forward">Outputs of all tokens.</param>
    public static LayerRoutine Of(LinearShape shape, LinearWeights weights, LayerCall forward)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(weights);
        return Of(shape.InputDim, shape.OutputDim, routine => new LinearReference(shape, weights, routine.Precision), forward) with { TokenByToken = true };
    }

    /// <summary>A feed-forward layer, with its weights known.</summary>
    /// <param name="shape">What it computes.</param>
    /// <param name="weights">The weights in it.</param>
    /// <param name="forward">Outputs of all tokens.</param>
    public static LayerRoutine Of(FeedForwardShape shape, FeedForwardWeights weights, LayerCall forward)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(weights);
        return Of(shape.InputDim, shape.OutputDim, routine => new FeedForwardReference(shape, weights, routine.Precision), forward) with { TokenByToken = true };
    }

    /// <summary>A transformer block that works in place, as declared ones do, with its weights known.</summary>
    /// <param name="shape">What it computes.</param>
    /// <param name="weights">The weights in it.</param>
    /// <param name="forward">The block of all tokens.</param>
    public static LayerRoutine Of(BlockShape shape, BlockWeights weights, StreamCall forward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        return Of(shape, weights, StreamCalls.Of(forward)) with { InPlace = true };
    }

    /// <summary>A transformer block that gives its stream elsewhere, with its weights known.</summary>
    /// <param name="shape">What it computes.</param>
    /// <param name="weights">The weights in it.</param>
    /// <param name="forward">Outputs of all tokens.</param>
    public static LayerRoutine Of(BlockShape shape, BlockWeights weights, LayerCall forward)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(weights);
        LayerShape attention = shape.Attention;
        return Of(shape.InputDim, shape.InputDim, routine => new BlockReference(shape, weights, routine.Given, routine.Precision), forward) with
        {
            Attention = attention,
            Causal = attention.Causal,
            LeftWindow = attention.LeftWindow,
            RightWindow = attention.RightWindow,
            SequenceLength = attention.SequenceLength,
            ContextLength = attention.LeftWindow >= 0 ? 0 : attention.ContextLength,
        };
    }

    private static LayerRoutine Of(int inputDim, int outputDim, Func<LayerRoutine, ILayerReference> newReference, LayerCall forward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        return new LayerRoutine { InputDim = inputDim, OutputDim = outputDim, NewReference = newReference, Forward = forward };
    }

    /// <summary>Tells whether a token sees another.</summary>
    internal bool Sees(int token, int other) =>
        (!TokenByToken || other == token) && (!IsCausal || other <= token) && (LeftWindow < 0 || other >= token - LeftWindow) && (RightWindow < 0 || other <= (long)token + RightWindow);

    /// <summary>A call on an empty cache.</summary>
    internal LayerCall NewCall() => NewDecoder is null ? NewCache!().Forward : NewDecoder();

    /// <exception cref="ArgumentException">A number is not one that a layer can have, or what the shape says is another thing than what the layer does.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Forward);
        Sizes.AtLeast(InputDim, 1, nameof(InputDim));
        Sizes.AtLeast(OutputDim, 1, nameof(OutputDim));
        Sizes.AtLeast(ContextLength, 0, nameof(ContextLength));
        Sizes.AtLeast(SequenceLength, 0, nameof(SequenceLength));
        Sizes.AtLeast(LeftWindow, -1, nameof(LeftWindow));
        Sizes.AtLeast(RightWindow, -1, nameof(RightWindow));
        if (!(Tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(Tolerance), $"{nameof(Tolerance)} is {Tolerance}; it must be at least 0.");
        }

        if (!(UnitRoundoff >= Precision.Double && UnitRoundoff <= 0.25))
        {
            throw new ArgumentOutOfRangeException(nameof(UnitRoundoff), FormattableString.Invariant($"{nameof(UnitRoundoff)} is {UnitRoundoff}; it must be 2^-53 to 2^-2, as 2^-24 for float."));
        }

        if (Shape is null != Weights is null)
        {
            throw new ArgumentException($"{nameof(Shape)} and {nameof(Weights)} go together.", nameof(Shape));
        }

        Validate(Reference);
    }

    private void Validate(ILayerReference? reference)
    {
        reference?.Validate();
        if (Shape is null && Attention is null && Given.Any)
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(SourceTokens)} has {SourceTokens.Length} floats, {nameof(Positions)} {Positions.Length} numbers, and there is no {nameof(Shape)} that takes them."), nameof(SourceTokens));
        }

        if (reference is not null && (reference.InputDim, reference.OutputDim) != (InputDim, OutputDim))
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(Shape)} takes {reference.InputDim} floats to {reference.OutputDim}, the layer {InputDim} to {OutputDim}."), nameof(Shape));
        }
    }
}
