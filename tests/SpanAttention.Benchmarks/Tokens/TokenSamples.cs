using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Tokens;

/// <summary>Times one routine on one number of tokens, a batch a round.</summary>
internal sealed class TokenSamples
{
    // All counts take turns in a round, so that neighbours see the same mood of the machine.
    private const double BatchSeconds = 0.001;

    private readonly Contender contender;
    private readonly int calls;
    private readonly List<double> seconds = [];

    public TokenSamples(Contender contender)
    {
        this.contender = contender;
        calls = Batch.Calls(contender, BatchSeconds, Clock.Thread);
    }

    public double Seconds => Quartiles.Of(seconds).Median;

    public void RunBatch() => seconds.Add(Batch.Run(contender, calls, Clock.Thread).Seconds);

    /// <summary>These times divided by others of the same rounds.</summary>
    public Quartiles RatioTo(TokenSamples other) => Quartiles.Of(seconds.Zip(other.seconds, (own, others) => own / others));
}
