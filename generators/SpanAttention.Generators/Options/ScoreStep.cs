namespace SpanAttention.Generators.Options;

/// <summary>A statement that takes a vector of scores one step further, whatever lies in its lanes.</summary>
/// <param name="Stage">The first stage that it belongs to, of those that users ask for.</param>
/// <param name="Equation">For the summary of the method, such as <c>+ bias</c>.</param>
/// <param name="Statement">The statement on <c>score</c>, written for <c>VectorN</c>.</param>
/// <param name="Reads">What it reads beside the score.</param>
internal sealed record ScoreStep(ScoreStage Stage, string Equation, string Statement, params ScoreOperand[] Reads)
{
    /// <summary>The statement where its slope is kept, in <c>rowSlopes</c>, since it is not 1; null where it is.</summary>
    public string? StatementWithSlope { get; init; }
}
