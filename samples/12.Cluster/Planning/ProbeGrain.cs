using System.Diagnostics;
using System.Runtime.InteropServices;
using Cluster.Grains;
using Cluster.Hosting;
using SpanAttention;

namespace Cluster.Planning;

/// <summary>A range that is measured.</summary>
[RangePlacement]
public sealed class ProbeGrain : Grain, IProbeGrain
{
    private float[] keys = [];
    private float[] values = [];

    /// <summary>Numbers from −½ to below ½, the same ones for the same seed.</summary>
    public static float[] Numbers(int count, int seed)
    {
        SplitMix64 random = new((ulong)seed);
        float[] numbers = new float[count];
        foreach (ref float number in numbers.AsSpan())
        {
            number = (float)(random.NextUnit() - 0.5);
        }

        return numbers;
    }

    /// <inheritdoc/>
    public Task Fill(int keys)
    {
        int range = LayerKey.Parse(this.GetPrimaryKeyString()).Range;
        int floats = keys * LongAttention.KeyValueHeads * LongAttention.HeadDim;
        this.keys = Numbers(floats, 2 * range);
        values = Numbers(floats, (2 * range) + 1);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<byte[]> Echo(byte[] bytes) => Task.FromResult(bytes);

    /// <inheritdoc/>
    public async Task<RangeReply> Attend(ProbeRequest request)
    {
        long start = Stopwatch.GetTimestamp();
        byte[] state = Continue(request);
        long ticks = Stopwatch.GetElapsedTime(start).Ticks;
        if (request.RangesToGo == 0)
        {
            return new(state, ticks, Bytes: 0);
        }

        (LayerKey layer, int range) = LayerKey.Parse(this.GetPrimaryKeyString());
        RangeReply reply = await GrainFactory.GetGrain<IProbeGrain>(layer.Range(range + 1)).Attend(request with { State = state, RangesToGo = request.RangesToGo - 1 });
        return new(reply.State, ticks + reply.AttentionTicks, reply.Bytes + request.Query.Length + (2 * state.Length));
    }

    private byte[] Continue(ProbeRequest request)
    {
        byte[] bytes = new byte[LongAttention.StateBytes];
        Span<float> state = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        if (request.State.Length == 0)
        {
            LongAttention.Begin(state);
        }
        else
        {
            request.State.CopyTo(bytes, 0);
        }

        LongAttention.Continue(MemoryMarshal.Cast<byte, float>(request.Query), keys, values, state);
        return bytes;
    }
}
