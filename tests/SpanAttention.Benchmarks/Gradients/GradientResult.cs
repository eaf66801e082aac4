namespace SpanAttention.Benchmarks.Gradients;

/// <summary>Times of a declaration that learns.</summary>
/// <param name="Name">The workload's.</param>
/// <param name="ForwardSeconds">Median time of Forward, with what Backward needs.</param>
/// <param name="BackwardSeconds">Median time of Backward.</param>
/// <param name="ForwardFlops">Operations a second of the least work forward.</param>
/// <param name="BackwardFlops">The same on the way back.</param>
/// <param name="BytesAllocated">Managed bytes that both allocate together.</param>
internal sealed record GradientResult(string Name, double ForwardSeconds, double BackwardSeconds, double ForwardFlops, double BackwardFlops, double BytesAllocated);
