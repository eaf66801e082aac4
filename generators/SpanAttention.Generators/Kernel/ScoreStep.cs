namespace SpanAttention.Generators.Kernel;

/// <summary>A statement that takes a vector of scores one step further, whatever lies in its lanes.</summary>
/// <param name="Equation">For the summary of the method, such as <c>+ bias</c>.</param>
/// <param name="Statement">The statement on <c>score</c>, written for <c>VectorN</c>.</param>
/// <param name="Reads">What it reads beside the score.</param>
internal sealed record ScoreStep(string Equation, string Statement, params ScoreOperand[] Reads);
