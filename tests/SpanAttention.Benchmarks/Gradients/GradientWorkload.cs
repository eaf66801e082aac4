namespace SpanAttention.Benchmarks.Gradients;

/// <summary>A declaration that learns, on its way forward and back.</summary>
/// <param name="Name">Such as <c>W5 causal 12x1024x64</c>.</param>
/// <param name="ForwardFlops">Operations of the least work forward, a multiply-add being two.</param>
/// <param name="BackwardFlops">The same on the way back.</param>
/// <param name="Forward">A call that leaves what <paramref name="Backward"/> needs.</param>
/// <param name="Backward">A call.</param>
internal sealed record GradientWorkload(string Name, double ForwardFlops, double BackwardFlops, Action Forward, Action Backward);
