using System.Diagnostics;
using System.Runtime.InteropServices;
using Cluster.Grains;
using Cluster.Hosting;
using Cluster.Model;
using GptModel;
using Microsoft.Extensions.Hosting;

namespace SpanAttention.Cluster.Tests;

/// <summary>The text of one machine, token by token beside that of a cluster.</summary>
internal static class OneMachine
{
    private static readonly Sampling Sampling = new() { Temperature = 0.8f, TopP = 0.95 };
    private static readonly int[] Prompt = [.. "/// <summary>"u8.ToArray().Select(static letter => (int)letter)];
    private static readonly Lazy<Gpt> Whole = new(static () => Gpt.Create(GptWeights.Default()));

    /// <summary>The model without its attention.</summary>
    public static SplitGpt Split { get; } = new(GptWeights.Default());

    /// <summary>A client's writer.</summary>
    public static ClusterWriter Writer(LocalCluster cluster, IHost client, StateMode mode, ulong seed, CallMeter? meter = null, RangeShape? shape = null)
    {
        RangeCluster ranges = new(client.Grains(), shape ?? cluster.Settings.Shape(Split), mode, meter ?? new CallMeter());
        return new(Split, new ClusterReader(Split, ranges, $"{cluster.Settings.ClusterId}-{Guid.NewGuid():N}"), Prompt, Sampling, seed);
    }

    /// <summary>Writes so many tokens here and there: both draw them by the same bits.</summary>
    /// <param name="writer">The cluster's.</param>
    /// <param name="tokens">Tokens to write.</param>
    /// <param name="seed">The seed of both.</param>
    /// <returns>The time of the cluster's token that took longest.</returns>
    public static async Task<TimeSpan> AssertSameText(ClusterWriter writer, int tokens, ulong seed)
    {
        TimeSpan longest = TimeSpan.Zero;
        GptWriter alone = new(Whole.Value, Prompt, Sampling, seed);
        for (int token = 0; token < tokens; token++)
        {
            long start = Stopwatch.GetTimestamp();
            int drawn = await writer.Next();
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            longest = time > longest ? time : longest;
            Assert.Equal(alone.Next()[0], drawn);
            Assert.True(MemoryMarshal.AsBytes(alone.Logits).SequenceEqual(MemoryMarshal.AsBytes(writer.Logits)), $"Logits of token {token} differ.");
        }

        return longest;
    }
}
