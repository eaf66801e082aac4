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

    /// <summary>Promises beyond being right.</summary>
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
}
