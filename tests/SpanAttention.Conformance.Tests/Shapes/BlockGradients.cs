namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>A block's streams after it, and the gradients of what one call of it takes; those that are not declared are empty.</summary>
/// <param name="Outputs">The streams after the block.</param>
/// <param name="Stream">Of the streams before it.</param>
/// <param name="Context">Of the contexts.</param>
/// <param name="Bias">Of attention's bias.</param>
/// <param name="ContextBias">Of cross-attention's bias.</param>
public sealed record BlockGradients(float[] Outputs, float[] Stream, float[] Context, float[] Bias, float[] ContextBias)
{
    /// <summary>Each by the name of what it is of.</summary>
    public IReadOnlyList<(string Name, float[] Numbers)> All => [("streams", Outputs), ("stream's gradient", Stream), ("context's gradient", Context), ("bias's gradient", Bias), ("context bias's gradient", ContextBias)];
}
