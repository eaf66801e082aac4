namespace SpanAttention.Benchmarks.Contenders;

/// <summary>One way to compute a workload.</summary>
internal abstract class Contender(string name) : IDisposable
{
    public string Name => name;

    /// <summary>What the last call wrote: [T, heads, d], [heads, T, d], or [tokens, model].</summary>
    public abstract ReadOnlySpan<float> Output { get; }

    public virtual AttentionLayout OutputLayout => AttentionLayout.TokensFirst;

    /// <summary>What it reads for a weight.</summary>
    public double BytesPerWeight { get; set; } = sizeof(float);

    /// <summary>Whether it is what the benchmark is about, and not a baseline that few batches are enough for.</summary>
    public virtual bool IsMain => true;

    public abstract void Run(int calls);

    /// <summary>Seconds of a call, judged by a part of one, for a contender that is skipped where it takes too long.</summary>
    public virtual double? Estimate() => null;

    public virtual void Dispose()
    {
    }
}
