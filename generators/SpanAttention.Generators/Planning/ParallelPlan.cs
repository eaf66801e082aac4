namespace SpanAttention.Generators.Planning;

/// <summary>Thresholds from which ForwardParallel shares blocks among threads.</summary>
/// <param name="WorkerFlops">Operations on blocks of query rows that pay for one more thread.</param>
/// <param name="SharedWorkerFlops">The same where few query rows share keys and values, which costs reading more than arithmetic.</param>
internal sealed record ParallelPlan(long WorkerFlops, long SharedWorkerFlops);
