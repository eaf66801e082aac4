namespace SpanAttention.Generators.Shapes;

/// <summary>Norms of a block.</summary>
/// <param name="RootMeanSquare">Whether tokens are divided by their root mean square; otherwise by their standard deviation, less their mean.</param>
/// <param name="Bias">Whether a bias is added.</param>
/// <param name="Epsilon">What is added under the root.</param>
/// <param name="Placement">Where they stand.</param>
internal sealed record BlockNorms(bool RootMeanSquare, bool Bias, double Epsilon, NormPlacement Placement)
{
    /// <summary>The norms of a part, such as <c>AttentionNorm</c>, in the order in which tokens meet them.</summary>
    public IReadOnlyList<string> Of(string part) => Placement == NormPlacement.Sandwich ? [$"{part}Norm", $"{part}OutputNorm"] : [$"{part}Norm"];
}
