namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>A [SelfAttention] declaration.</summary>
public sealed record SelfAttentionDeclaration(int InputDim, ScoreNormalization Normalization, int? SequenceLength = null, bool Gradients = false)
{
    /// <summary>The same routine as scaled dot-product attention of a sequence with itself.</summary>
    public AttentionShape Shape => new() { HeadDim = InputDim, ValueDim = InputDim, DeclaredScale = 1 };
}
