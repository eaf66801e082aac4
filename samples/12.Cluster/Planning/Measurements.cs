using System.Diagnostics;
using System.Runtime.InteropServices;
using Cluster.Grains;

namespace Cluster.Planning;

/// <summary>Measures a cluster of this machine.</summary>
/// <param name="grains">Its grains.</param>
/// <param name="ranges">Ranges, one a silo.</param>
public sealed class Measurements(IGrainFactory grains, int ranges)
{
    private const int Calls = 2000;
    private const int ManyBytes = 1 << 20;
    private readonly LayerKey layer = new("probe", 0, 0);
    private readonly byte[] query = MemoryMarshal.AsBytes(Query().AsSpan()).ToArray();

    /// <summary>Times of calls with a query and a state, in seconds, sorted.</summary>
    public Task<double[]> Hops()
    {
        byte[] bytes = new byte[LongAttention.QueryBytes + LongAttention.StateBytes];
        return Times(Calls, index => Probe(index % ranges).Echo(bytes));
    }

    /// <summary>The model that fits what is measured.</summary>
    public async Task<CostModel> Fit(IReadOnlyList<double> hops, double key)
    {
        double many = Median(await Times(50, index => Probe(index % ranges).Echo(new byte[ManyBytes])));
        byte[] bytes = new byte[LongAttention.StateBytes];
        int calls = 16 * ranges;
        double together = Median(await Times(200, _ => Task.WhenAll(Enumerable.Range(0, calls).Select(call => Probe(call % ranges).Echo(bytes)))));
        double hop = Median(hops);
        return new(hop, Math.Max(0, together - hop) / (calls - 1), 2 * ManyBytes / Math.Max(many - hop, 1e-9), key);
    }

    /// <summary>Makes up keys of all ranges.</summary>
    public Task Fill(int keys) => Task.WhenAll(Enumerable.Range(0, ranges).Select(range => Probe(range).Fill(keys / ranges)));

    /// <summary>Seconds of a token and layer, the median of several.</summary>
    public async Task<double> Token(StateMode mode, int tokens) => Median(await Times(tokens, _ => mode == StateMode.Relay ? Relay() : Merge()));

    /// <summary>Seconds of a token and layer in one process that has all keys, by one thread and by as many as pay.</summary>
    public static async Task<(double One, double Parallel)> Alone(int keys, int tokens)
    {
        int floats = keys * LongAttention.KeyValueHeads * LongAttention.HeadDim;
        (float[] key, float[] value) = (ProbeGrain.Numbers(floats, 0), ProbeGrain.Numbers(floats, 1));
        float[] query = Query();
        float[] contexts = new float[query.Length];
        double one = Median(await Times(tokens, _ =>
        {
            LongAttention.Forward(query, key, value, contexts);
            return Task.CompletedTask;
        }));
        double parallel = Median(await Times(tokens, _ =>
        {
            LongAttention.ForwardParallel(query, key, value, contexts);
            return Task.CompletedTask;
        }));
        return (one, parallel);
    }

    /// <summary>The middle one of sorted numbers.</summary>
    public static double Median(IReadOnlyList<double> sorted) => sorted[sorted.Count / 2];

    private static float[] Query() => ProbeGrain.Numbers(LongAttention.QueryBytes / sizeof(float), seed: -1);

    private Task Relay() => Probe(0).Attend(new(query, [], ranges - 1));

    private async Task Merge()
    {
        RangeReply[] replies = await Task.WhenAll(Enumerable.Range(0, ranges).Select(range => Probe(range).Attend(new(query, [], 0))));
        float[] contexts = new float[LongAttention.Heads * LongAttention.ValueDim];
        float[] logSumExp = new float[LongAttention.Heads];
        float[] next = new float[contexts.Length];
        float[] nextLogSumExp = new float[logSumExp.Length];
        LongAttention.Finish(MemoryMarshal.Cast<byte, float>(replies[0].State), contexts, logSumExp);
        foreach (RangeReply reply in replies.Skip(1))
        {
            LongAttention.Finish(MemoryMarshal.Cast<byte, float>(reply.State), next, nextLogSumExp);
            LongAttention.Merge(contexts, logSumExp, next, nextLogSumExp, contexts, logSumExp);
        }
    }

    private IProbeGrain Probe(int range) => grains.GetGrain<IProbeGrain>(layer.Range(range));

    /// <summary>Times of calls, sorted, after as many again that are not counted, a hundred at most.</summary>
    private static async Task<double[]> Times(int count, Func<int, Task> call)
    {
        double[] times = new double[count];
        for (int index = -Math.Min(count, 100); index < count; index++)
        {
            long start = Stopwatch.GetTimestamp();
            await call(Math.Max(index, 0));
            if (index >= 0)
            {
                times[index] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        Array.Sort(times);
        return times;
    }
}
