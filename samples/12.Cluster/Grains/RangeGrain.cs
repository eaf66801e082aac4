using System.Diagnostics;
using System.Runtime.InteropServices;
using Cluster.Hosting;
using Cluster.Model;

namespace Cluster.Grains;

/// <summary>A range of keys and values. A new activation computes again, from the text's tokens and the weights, what another has held.</summary>
/// <param name="model">The silo's model.</param>
/// <param name="memory">The silo's memory.</param>
/// <param name="shape">What ranges are here.</param>
[RangePlacement]
public sealed class RangeGrain(SplitGpt model, SiloMemory memory, RangeShape shape) : Grain, IRangeGrain
{
    private float[]? keys;
    private float[] values = [];
    private int count;

    private int RangeStart => LayerKey.Parse(this.GetPrimaryKeyString()).Range * shape.RangeTokens;

    /// <inheritdoc/>
    public async Task<RangeReply> Attend(RangeRequest request)
    {
        int tokens = Check(request);
        await Hold(request.FirstToken);
        Store(request, tokens);
        long start = Stopwatch.GetTimestamp();
        byte[] state = Continue(request, tokens);
        long ticks = Stopwatch.GetElapsedTime(start).Ticks;
        return request.RangesToGo == 0 ? new(state, ticks, Bytes: 0) : await PassOn(request with { State = state, RangesToGo = request.RangesToGo - 1 }, ticks);
    }

    /// <inheritdoc/>
    public Task Forget()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (keys is not null)
        {
            memory.Return(shape.RangeBytes);
            keys = null;
        }

        return Task.CompletedTask;
    }

    private int Check(RangeRequest request)
    {
        if (request.Shape != shape)
        {
            throw new ArgumentException($"shape is {request.Shape}; the silo has {shape}.", nameof(request));
        }

        int tokenBytes = shape.TokenFloats * sizeof(float);
        int tokens = request.Query.Length / tokenBytes;
        int stateBytes = RangeAttention.StateLength(tokens) * sizeof(float);
        if (request.Query.Length % tokenBytes != 0 || request.Key.Length != request.Query.Length || request.Value.Length != request.Query.Length || (request.State.Length != 0 && request.State.Length != stateBytes))
        {
            throw new ArgumentException($"query, key, value and state hold {request.Query.Length}, {request.Key.Length}, {request.Value.Length} and {request.State.Length} bytes; {tokens} tokens need {tokens * tokenBytes} three times, and {stateBytes}.", nameof(request));
        }

        if (request.FirstToken < 0 || request.FirstToken + tokens > model.Shape.ContextLength)
        {
            throw new ArgumentException($"firstToken is {request.FirstToken}; {tokens} tokens from there on must lie in a context of {model.Shape.ContextLength}.", nameof(request));
        }

        return tokens;
    }

    /// <summary>Has the range's tokens before a position, be it that another activation kept them.</summary>
    private async Task Hold(int position)
    {
        if (keys is null)
        {
            memory.Take(this.GetPrimaryKeyString(), shape.RangeBytes);
            keys = new float[shape.RangeTokens * shape.TokenFloats];
            values = new float[keys.Length];
        }

        int held = Math.Clamp(position - RangeStart, 0, shape.RangeTokens);
        if (count >= held)
        {
            return;
        }

        LayerKey layer = LayerKey.Parse(this.GetPrimaryKeyString()).Layer;
        int[] tokens = await GrainFactory.GetGrain<ITextGrain>(layer.Text).Tokens(layer.Window, RangeStart + held);
        TokenHeads heads = model.Project(tokens, layer.Layer);
        heads.Key.AsSpan(RangeStart * shape.TokenFloats).CopyTo(keys);
        heads.Value.AsSpan(RangeStart * shape.TokenFloats).CopyTo(values);
        count = held;
    }

    /// <summary>Keeps those of the call's tokens that are of the range. A call that comes again writes what is there.</summary>
    private void Store(RangeRequest request, int tokens)
    {
        int first = Math.Max(request.FirstToken, RangeStart);
        int last = Math.Min(request.FirstToken + tokens, RangeStart + shape.RangeTokens);
        if (first >= last)
        {
            return;
        }

        Range from = ((first - request.FirstToken) * shape.TokenFloats)..((last - request.FirstToken) * shape.TokenFloats);
        Floats(request.Key)[from].CopyTo(keys.AsSpan((first - RangeStart) * shape.TokenFloats));
        Floats(request.Value)[from].CopyTo(values.AsSpan((first - RangeStart) * shape.TokenFloats));
        count = Math.Max(count, last - RangeStart);
    }

    private byte[] Continue(RangeRequest request, int tokens)
    {
        byte[] bytes = new byte[RangeAttention.StateLength(tokens) * sizeof(float)];
        Span<float> state = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        if (request.State.Length == 0)
        {
            RangeAttention.Begin(state);
        }
        else
        {
            request.State.CopyTo(bytes, 0);
        }

        // An old call that comes late sees what it would have seen: what was kept since is after its last token.
        int totalKeys = request.FirstToken + tokens;
        int seen = Math.Clamp(totalKeys - RangeStart, 0, shape.RangeTokens);
        RangeAttention.Continue(Floats(request.Query), keys, values, seen, RangeStart, totalKeys, state);
        return bytes;
    }

    private async Task<RangeReply> PassOn(RangeRequest request, long ticks)
    {
        (LayerKey layer, int range) = LayerKey.Parse(this.GetPrimaryKeyString());
        RangeReply reply = await GrainFactory.GetGrain<IRangeGrain>(layer.Range(range + 1)).Attend(request);
        return new(reply.State, ticks + reply.AttentionTicks, reply.Bytes + request.Bytes + reply.State.Length);
    }

    private static ReadOnlySpan<float> Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes);
}
