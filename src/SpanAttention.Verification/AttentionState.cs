namespace SpanAttention.Verification;

/// <summary>Calls of a routine that attends keys part by part, with a running state between them.</summary>
public sealed record AttentionState
{
    /// <summary>Floats of the state of so many query tokens.</summary>
    public required Func<int, int> Length { get; init; }

    /// <summary>The state before any key, from the sinks where there are some.</summary>
    public required AttentionCall Begin { get; init; }

    /// <summary>The state after the keys of one more part.</summary>
    public required AttentionContinue Continue { get; init; }

    /// <summary>Contexts and logSumExps.</summary>
    public required AttentionFinish Finish { get; init; }
}
