using System.Diagnostics;
using System.Runtime.InteropServices;
using Cluster.Model;

namespace Cluster.Grains;

/// <summary>A client's view of the ranges: it attends over all of them, and gives a call again until it is answered or patience ends.</summary>
/// <param name="grains">The cluster's grains.</param>
/// <param name="shape">What ranges are.</param>
/// <param name="mode">How states travel.</param>
/// <param name="meter">What the calls cost.</param>
public sealed class RangeCluster(IGrainFactory grains, RangeShape shape, StateMode mode, CallMeter meter)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Time that a call may take, with all attempts.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Stores tokens of a text.</summary>
    public Task Keep(string text, int window, int position, int[] tokens) => Again(async () =>
    {
        await grains.GetGrain<ITextGrain>(text).Append(window, position, tokens);
        return true;
    });

    /// <summary>Contexts of tokens in a layer, whose keys and values are kept.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="firstToken">Position of the first token.</param>
    /// <param name="heads">Queries, keys and values of the tokens.</param>
    public async Task<float[]> Attend(LayerKey layer, int firstToken, TokenHeads heads)
    {
        int tokens = heads.Query.Length / shape.TokenFloats;
        int ranges = Ranges(firstToken + tokens);
        RangeRequest request = new() { Shape = shape, FirstToken = firstToken, Query = Bytes(heads.Query), Key = Bytes(heads.Key), Value = Bytes(heads.Value) };
        long start = Stopwatch.GetTimestamp();
        RangeReply[] replies = await Again(() => mode == StateMode.Relay
            ? Call([layer.Range(0)], request with { RangesToGo = ranges - 1 })
            : Call([.. Enumerable.Range(0, ranges).Select(layer.Range)], request));
        meter.Add(Stopwatch.GetElapsedTime(start).Ticks, replies, (long)replies.Length * request.Bytes);
        return Merge(replies, heads.Query.Length, tokens);
    }

    /// <summary>Lets go of a window's ranges.</summary>
    public async Task Forget(string text, int window, int tokens)
    {
        for (int layer = 0; layer < GptModel.GptShape.Bytes.Layers; layer++)
        {
            LayerKey key = new(text, window, layer);
            await Again(async () =>
            {
                await Task.WhenAll(Enumerable.Range(0, Ranges(tokens)).Select(range => grains.GetGrain<IRangeGrain>(key.Range(range)).Forget()));
                return true;
            });
        }
    }

    private int Ranges(int tokens) => (tokens + shape.RangeTokens - 1) / shape.RangeTokens;

    private Task<RangeReply[]> Call(string[] ranges, RangeRequest request) => Task.WhenAll(ranges.Select(range => grains.GetGrain<IRangeGrain>(range).Attend(request)));

    /// <summary>Contexts of the states, which are merged in the order of their ranges, whatever order they came in.</summary>
    private float[] Merge(RangeReply[] replies, int length, int tokens)
    {
        float[] contexts = new float[length];
        float[] logSumExp = new float[shape.Heads * tokens];
        RangeAttention.Finish(Floats(replies[0].State), contexts, logSumExp);
        float[] next = new float[length];
        float[] nextLogSumExp = new float[logSumExp.Length];
        foreach (RangeReply reply in replies.Skip(1))
        {
            RangeAttention.Finish(Floats(reply.State), next, nextLogSumExp);
            RangeAttention.Merge(contexts, logSumExp, next, nextLogSumExp, contexts, logSumExp);
        }

        return contexts;
    }

    /// <summary>Makes a call again where a silo did not answer, or is not there any more; every call may be made twice.</summary>
    private async Task<T> Again<T>(Func<Task<T>> call)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (Faults.MayPass(exception) && Stopwatch.GetElapsedTime(start) < Patience)
            {
                meter.Attempts++;
                await Task.Delay(Pause);
            }
        }
    }

    private static byte[] Bytes(float[] numbers) => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();

    private static ReadOnlySpan<float> Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes);
}
