using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>One example of a batch.</summary>
public sealed record AttentionCall(AttentionInputs Inputs, Expected Context)
{
    public Expected? Weights { get; init; }

    public Expected? Scores { get; init; }

    public ScoreStage ScoreStage { get; init; }
}
