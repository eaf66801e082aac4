namespace SpanAttention.Verification;

/// <summary>Attention without options: context = softmax(query · keyᵀ · scale) · value.</summary>
/// <param name="query"><c>[query tokens, heads, head dim]</c>, or heads first.</param>
/// <param name="key"><c>[key tokens, key/value heads, head dim]</c>, or heads first.</param>
/// <param name="value"><c>[key tokens, key/value heads, value dim]</c>, or heads first.</param>
/// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
public delegate void AttentionForward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination);

/// <summary>A call that writes one tensor: contexts, or attention weights.</summary>
/// <param name="operands">What the call takes.</param>
/// <param name="destination">Contexts, <c>[query tokens, heads, value dim]</c> or heads first; weights, <c>[heads, query tokens, key tokens]</c>.</param>
public delegate void AttentionCall(in AttentionOperands operands, Span<float> destination);

/// <summary>A call that also writes the natural logarithm of every row's sum of exponentials.</summary>
/// <param name="operands">What the call takes.</param>
/// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
/// <param name="logSumExp"><c>[heads, query tokens]</c>; −∞ for a row that sees no key.</param>
public delegate void AttentionCallWithLogSumExp(in AttentionOperands operands, Span<float> destination, Span<float> logSumExp);

/// <summary>A call that computes one block of the contexts.</summary>
/// <param name="block">0 to the number of blocks − 1.</param>
/// <param name="operands">What the call takes.</param>
/// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
/// <param name="logSumExp"><c>[heads, query tokens]</c>.</param>
public delegate void AttentionBlockCall(int block, in AttentionOperands operands, Span<float> destination, Span<float> logSumExp);

/// <summary>A call that writes scores.</summary>
/// <param name="operands">What the call takes.</param>
/// <param name="stage">How far the scores are taken.</param>
/// <param name="destination"><c>[heads, query tokens, key tokens]</c>.</param>
public delegate void AttentionScores(in AttentionOperands operands, ScoreStage stage, Span<float> destination);

/// <summary>A call that joins the results over two disjoint key sets.</summary>
/// <param name="outputA">Contexts over the first key set.</param>
/// <param name="logSumExpA"><c>[heads, query tokens]</c>.</param>
/// <param name="outputB">Contexts over the second key set.</param>
/// <param name="logSumExpB"><c>[heads, query tokens]</c>.</param>
/// <param name="output">Contexts over both.</param>
/// <param name="logSumExp"><c>[heads, query tokens]</c>, over both.</param>
public delegate void AttentionMerge(
    ReadOnlySpan<float> outputA, ReadOnlySpan<float> logSumExpA, ReadOnlySpan<float> outputB, ReadOnlySpan<float> logSumExpB, Span<float> output, Span<float> logSumExp);

/// <summary>What a routine promises beyond being right. A promise that is not made is not checked.</summary>
[Flags]
public enum AttentionPromises
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Calls allocate no managed memory.</summary>
    NoAllocation = 1,

    /// <summary>Spans of the wrong length throw <see cref="ArgumentException"/> before anything is written.</summary>
    ChecksSpans = 2,

    /// <summary>A query has the same bits however the queries are split among calls, and in every overload.</summary>
    SameBits = 4,

    /// <summary>All of these: what declared types promise.</summary>
    All = NoAllocation | ChecksSpans | SameBits,
}

/// <summary>A routine as the kit calls it: its shape, and those of its calls that it has.</summary>
public sealed record AttentionRoutine
{
    /// <summary>The routine's name in reports.</summary>
    public string Name { get; init; } = "The routine";

    /// <summary>What it is meant to compute.</summary>
    public required AttentionShape Shape { get; init; }

    /// <summary>Contexts.</summary>
    public required AttentionCall Forward { get; init; }

    /// <summary>Whether <see cref="Forward"/> heeds <see cref="AttentionOperands.KeyCount"/>.</summary>
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

    /// <summary>How many blocks so many query tokens fall into.</summary>
    public Func<int, int>? BlockCount { get; init; }

    /// <summary>What it promises beyond being right.</summary>
    public AttentionPromises Promises { get; init; }

    /// <summary>A declared type, with all its calls and promises.</summary>
    /// <typeparam name="T">A struct or class that <see cref="AttentionAttribute"/> declares.</typeparam>
    public static AttentionRoutine Of<T>()
        where T : IDeclaredAttention => new()
        {
            Name = typeof(T).Name,
            Shape = AttentionShape.Of<T>(),
            Forward = static (in operands, destination) => T.Forward(operands, destination),
            TakesKeyCount = true,
            ForwardWithLogSumExp = static (in operands, destination, logSumExp) => T.Forward(operands, destination, logSumExp),
            Weights = static (in operands, destination) => T.Weights(operands, destination),
            Scores = static (in operands, stage, destination) => T.Scores(operands, stage, destination),
            Merge = static (outputA, logSumExpA, outputB, logSumExpB, output, logSumExp) => T.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp),
            ForwardBlock = static (block, in operands, destination, logSumExp) => T.ForwardBlock(block, operands, destination, logSumExp),
            BlockCount = T.BlockCount,
            Promises = AttentionPromises.All,
        };

    internal bool Promise(AttentionPromises promise) => (Promises & promise) == promise;
}
