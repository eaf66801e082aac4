namespace SpanAttention.Generators.Options;

/// <summary>Source of an operand of a score step: a parameter, a line a row (or vector of rows), and a line a vector of scores.</summary>
/// <param name="Type">The parameter's type.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="OfRow">What is read once, before the loop over keys.</param>
/// <param name="OfScores">What is read for each vector of scores; empty for nothing.</param>
internal sealed record OperandSource(string Type, string Parameter, string OfRow, string OfScores)
{
    /// <summary>Tells whether it comes with every pair.</summary>
    public bool IsOfPairs => OfScores.Length > 0 && Type == "ref float";

    /// <summary>Argument that the routine over a block passes; null for its variable of the parameter's name.</summary>
    public string? Argument { get; init; }
}
