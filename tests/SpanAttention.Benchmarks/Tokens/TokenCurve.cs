using System.Diagnostics;
using System.Globalization;
using SpanAttention.Benchmarks.Comparing;
using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Measuring;
using SpanAttention.Benchmarks.References;

namespace SpanAttention.Benchmarks.Tokens;

/// <summary>Times a layer by its number of tokens, beside four packed products of its size and, where there is one, another build.</summary>
internal sealed class TokenCurve
{
    private const int FewestRounds = 9;

    private readonly Workload workload;
    private readonly IReadOnlyList<int> counts;
    private readonly float[] destination;
    private readonly TokenRoutine layer;
    private readonly TokenRoutine? other;
    private readonly PackedProducts products;
    private readonly LayerTensors tensors;

    public TokenCurve(Workload workload, IReadOnlyList<int> counts, Type layer, Type? other)
    {
        this.workload = workload;
        this.counts = counts;
        destination = new float[workload.OutputLength];
        tensors = RandomTensors.Layer(workload);
        this.layer = Routine(layer);
        this.other = other is null ? null : Routine(other);
        products = new PackedProducts(workload.ModelDim, tensors);
    }

    /// <summary>Largest difference of the layer from double arithmetic, with the most tokens.</summary>
    public double LayerError()
    {
        Contender contender = Contender(layer, counts[^1]);
        contender.Run(calls: 1);
        return Reference.Of(workload, tensors).MaxError(contender);
    }

    /// <summary>Largest difference of the products from double arithmetic, in the last row of each number of tokens.</summary>
    public double ProductError() => counts.Max(ProductError);

    public IReadOnlyList<TokenPoint> Run(double seconds)
    {
        TokenSamples[] own = Samples(layer);
        TokenSamples[] baseline = Samples(products);
        TokenSamples[] others = other is null ? [] : Samples(other);
        RunRounds(other is null ? [own, baseline] : [own, others, baseline], seconds);
        return [.. counts.Select((count, i) => new TokenPoint(
            count,
            own[i].Seconds,
            baseline[i].Seconds,
            i == 0 ? null : own[i].RatioTo(own[i - 1]).Median,
            other is null ? null : own[i].RatioTo(others[i]),
            other is null ? null : HasEqualBits(count)))];
    }

    private double ProductError(int count)
    {
        int width = workload.ModelDim;
        Range lastRow = ((count - 1) * width)..(count * width);
        Contender(products, count).Run(calls: 1);
        double[] projected = DoubleTensor.Project(DoubleTensor.From(tensors.Inputs[lastRow]), DoubleTensor.From(tensors.Query), width);
        double[] expected = DoubleTensor.Project(projected, DoubleTensor.From(tensors.Output), width);
        return expected.Zip(destination[lastRow], (first, second) => Math.Abs(first - second)).Max();
    }

    private bool HasEqualBits(int count)
    {
        Span<float> written = destination.AsSpan(0, count * workload.ModelDim);
        return OutputHash.Of(Contender(layer, count), written) == OutputHash.Of(Contender(other!, count), written);
    }

    private TokenRoutine Routine(Type type) => (TokenRoutine)Activator.CreateInstance(typeof(LayerRoutine<>).MakeGenericType(type), "layer", workload.ModelDim, tensors)!;

    private TokenContender Contender(TokenRoutine routine, int tokens) => new(routine, tokens, destination.AsMemory(0, tokens * workload.ModelDim));

    private TokenSamples[] Samples(TokenRoutine routine) => [.. counts.Select(count => new TokenSamples(Contender(routine, count)))];

    /// <summary>A round is a batch of each routine on each count.</summary>
    private void RunRounds(TokenSamples[][] routines, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        int round = 0;
        for (; round < FewestRounds || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; round++)
        {
            foreach (int count in Turns.Of(round, counts.Count))
            {
                foreach (int routine in Turns.Of(round, routines.Length))
                {
                    routines[routine][count].RunBatch();
                }
            }
        }

        Progress.Write(string.Create(CultureInfo.InvariantCulture, $"{round} rounds of {counts.Count} counts"));
    }
}
