namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>A [TransformerBlock] declaration and those of its parts.</summary>
public sealed record BlockDeclaration(LayerDeclaration Attention, FeedForwardDeclaration FeedForward)
{
    /// <summary>The cross-attention between them; null without.</summary>
    public CrossDeclaration? Cross { get; init; }

    public NormKind Norm { get; init; }

    public bool NormBias { get; init; } = true;

    public double NormEpsilon { get; init; } = 1e-5;

    public NormPlacement NormPlacement { get; init; }

    public bool Parallel { get; init; }

    public double ResidualScale { get; init; } = 1;

    public bool Gradients { get; init; }

    public bool HasNormBias => Norm == NormKind.LayerNorm && NormBias;

    private string[] Parts => Cross is null ? ["Attention", "FeedForward"] : ["Attention", "CrossAttention", "FeedForward"];

    /// <summary>The norms of a part, in the order in which tokens meet them.</summary>
    public string[] NormsOf(string part) => NormPlacement == NormPlacement.Sandwich ? [$"{part}Norm", $"{part}OutputNorm"] : [$"{part}Norm"];

    /// <summary>The norms' tensors.</summary>
    public IEnumerable<(string Name, int Length)> Norms =>
        Parts.SelectMany(NormsOf).SelectMany(norm => new[] { (norm, Attention.InputDim), (norm + "Bias", HasNormBias ? Attention.InputDim : 0) });
}
