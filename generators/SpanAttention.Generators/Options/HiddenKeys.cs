namespace SpanAttention.Generators.Options;

/// <summary>Keys that an option hides from a row.</summary>
/// <param name="Condition">Which lanes are hidden: a vector of masks, written for <c>VectorN</c>.</param>
/// <param name="Reads">What the condition reads.</param>
internal sealed record HiddenKeys(string Condition, ScoreOperand Reads)
{
    /// <summary>Pairs whose bias is −∞, as masks leave them.</summary>
    public static readonly HiddenKeys OfBias = new("VectorN.Equals(pairBias, LanesN.Fill(float.NegativeInfinity))", ScoreOperand.PairBias);
}
