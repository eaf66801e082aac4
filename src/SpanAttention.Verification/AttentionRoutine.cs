namespace SpanAttention.Verification;

/// <summary>A routine as the kit calls it: its shape, and those of its calls that it has.</summary>
public sealed record AttentionRoutine
{
    /// <summary>The routine's name in reports.</summary>
    public string Name { get; init; } = "The routine";

    /// <summary>Shape of what it is meant to compute.</summary>
    public required AttentionShape Shape { get; init; }

    /// <summary>Contexts.</summary>
    public required AttentionCall Forward { get; init; }

    /// <summary>Tells whether <see cref="Forward"/> heeds <see cref="AttentionOperands.KeyCount"/>.</summary>
    public bool TakesKeyCount { get; init; }

    /// <summary>Contexts and logSumExp, if the routine has them.</summary>
    public AttentionCallWithLogSumExp? ForwardWithLogSumExp { get; init; }

    /// <summary>Attention weights, if the routine has them.</summary>
    public AttentionCall? Weights { get; init; }

    /// <summary>Scores of all keys, padding included, if the routine has them.</summary>
    public AttentionScores? Scores { get; init; }

    /// <summary>The union of two key sets, if the routine has it.</summary>
    public AttentionMerge? Merge { get; init; }

    /// <summary>One block of the contexts, if the routine has blocks.</summary>
    public AttentionBlockCall? ForwardBlock { get; init; }

    /// <summary>Counts the blocks that so many query tokens fall into.</summary>
    public Func<int, int>? BlockCount { get; init; }

    /// <summary>Attention over keys that come part by part, if the routine has it. Parts are cut at multiples of 64 keys.</summary>
    public AttentionState? State { get; init; }

    /// <summary>Gradients of the inputs, if the routine has them; they go with <see cref="ForwardWithLogSumExp"/>.</summary>
    public AttentionBackward? Backward { get; init; }

    /// <summary>Promises beyond being right.</summary>
    public AttentionPromises Promises { get; init; }

    /// <summary>Says what it gives for a query that sees no key. Default: <see cref="EmptyRows.Zero"/>.</summary>
    public EmptyRows EmptyRows { get; init; }

    /// <summary>Tells whether every query is one of the last keys, as in a decoder: it is tried with no more queries than keys. Default: false.</summary>
    public bool QueriesAreLastKeys { get; init; }

    /// <summary>Says which cases it takes, where it does not take all of its shape: of others nothing is asked. Default: all.</summary>
    public Func<AttentionCase, bool>? Takes { get; init; }

    /// <summary>
    /// Rounding of a number that it stores, relatively: 2⁻²⁴ for float, 2⁻¹¹ for Half and TF32, 2⁻⁸ for BFloat16. Inputs are rounded so before routine and reference see them; sums are taken to be
    /// accumulated in float or better. From 2⁻⁵³ (as good as float then) to 2⁻². Default: 2⁻²⁴.
    /// </summary>
    public double UnitRoundoff { get; init; } = Precision.Float;

    /// <summary>Tells whether numbers below 2⁻¹²⁶ may count as 0, in inputs and results. Default: false.</summary>
    public bool FlushesSubnormals { get; init; }

    /// <summary>
    /// Tells whether contexts are divided by the sum of the very exponentials that weigh the values, so that weights sum to 1 whatever the scores' rounding. False for a routine that merges parts by
    /// a float logSumExp. Default: true.
    /// </summary>
    public bool DividesByOwnSum { get; init; } = true;

    internal Precision Precision => new(UnitRoundoff, FlushesSubnormals, DividesByOwnSum);

    /// <summary>A declared type, with all its calls and promises.</summary>
    /// <typeparam name="T">A struct or class that <see cref="AttentionAttribute"/> or <see cref="SelfAttentionAttribute"/> declares.</typeparam>
    public static AttentionRoutine Of<T>()
        where T : IDeclaredContexts
    {
        AttentionRoutine contexts = new()
        {
            Name = typeof(T).Name,
            Shape = AttentionShape.Of<T>(),
            Forward = static (in operands, destination) => T.Forward(operands, destination),
            Weights = static (in operands, destination) => T.Weights(operands, destination),
            Scores = static (in operands, stage, destination) => T.Scores(operands, stage, destination),
            Promises = AttentionPromises.All,
        };
        return typeof(T).IsAssignableTo(typeof(IDeclaredAttention)) ? DeclaredParts.Of<T>(contexts) : contexts;
    }

    /// <exception cref="ArgumentException">The shape is none, or a number of the routine is not one it can have.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Shape);
        ArgumentNullException.ThrowIfNull(Forward);
        Shape.Validate();
        if (!(UnitRoundoff >= Precision.Double && UnitRoundoff <= 0.25))
        {
            throw new ArgumentOutOfRangeException(nameof(UnitRoundoff), FormattableString.Invariant($"{nameof(UnitRoundoff)} is {UnitRoundoff}; it must be 2^-53 to 2^-2, as 2^-24 for float."));
        }

        if (ForwardBlock is null != BlockCount is null)
        {
            throw new ArgumentException($"{nameof(ForwardBlock)} and {nameof(BlockCount)} go together.", nameof(ForwardBlock));
        }
    }

    /// <summary>Tells whether it takes a case at all.</summary>
    internal bool IsAskedAbout(AttentionCase source) => (!QueriesAreLastKeys || source.QueryLength <= source.VisibleKeys) && (Takes is null || Takes(source));
}
