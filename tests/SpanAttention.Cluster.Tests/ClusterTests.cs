using Cluster.Grains;
using Cluster.Hosting;
using Cluster.Model;
using Microsoft.Extensions.Hosting;
using Xunit.Abstractions;

namespace SpanAttention.Cluster.Tests;

/// <summary>Texts that are written over silos which are processes: what one machine writes, whatever happens to the silos.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const ulong Seed = 7;
    private static readonly ClusterSettings Settings = new() { ClusterId = "" };

    [Fact]
    public async Task TwoSilosWriteAThousandTokensOfOneMachine()
    {
        await using LocalCluster cluster = await LocalCluster.Start(Settings, 2);
        using IHost client = await ClientFactory.Connect(cluster.Settings);
        CallMeter meter = new();

        await OneMachine.AssertSameText(OneMachine.Writer(cluster, client, StateMode.Relay, Seed, meter), 1000, Seed);

        Assert.True(meter.Bytes > 0 && meter.Attention > TimeSpan.Zero && meter.Network > TimeSpan.Zero);
    }

    [Fact]
    public async Task MergedStatesGiveTheSameBitsRunAfterRun()
    {
        await using LocalCluster cluster = await LocalCluster.Start(Settings, 2);
        using IHost client = await ClientFactory.Connect(cluster.Settings);

        List<float[]> first = await Logits(cluster, client);
        List<float[]> second = await Logits(cluster, client);

        Assert.Equal(first, second);
        static async Task<List<float[]>> Logits(LocalCluster cluster, IHost client)
        {
            ClusterWriter writer = OneMachine.Writer(cluster, client, StateMode.Merge, Seed);
            List<float[]> logits = [];
            for (int token = 0; token < 150; token++)
            {
                await writer.Next();
                logits.Add(writer.Logits.ToArray());
            }

            return logits;
        }
    }

    [Fact]
    public async Task FaultsOfFourSilosChangeNothing()
    {
        await using LocalCluster cluster = await LocalCluster.Start(Settings, 4, more: 1);

        TimeSpan killed = await AssertSameTextDespite(cluster, async call =>
        {
            Task invoked = call.Invoke();
            cluster.Kill(2);
            await invoked;
        });
        output.WriteLine($"the longest token took {killed.TotalSeconds:F1} s where a silo was killed");
        await AssertSameTextDespite(cluster, static _ => throw new TimeoutException("The call is lost."));
        await AssertSameTextDespite(cluster, static async call =>
        {
            await call.Invoke();
            throw new TimeoutException("The answer is lost.");
        });
        await AssertSameTextDespite(cluster, static async call =>
        {
            await call.Invoke();
            await call.Invoke(); // doubled
        });
        await AssertSameTextDespite(cluster, static async call =>
        {
            _ = Late(call);
            await Task.Delay(10);
            throw new TimeoutException("The answer is late.");

            static async Task Late(IOutgoingGrainCallContext call)
            {
                await Task.Delay(200);
                await call.Invoke();
            }
        });
        await AssertSameTextDespite(cluster, async call =>
        {
            await cluster.Join();
            await call.Invoke();
        });
    }

    [Fact]
    public async Task AFullSiloSaysSo()
    {
        await using LocalCluster cluster = await LocalCluster.Start(Settings with { Limit = 200_000 }, 2);
        using IHost client = await ClientFactory.Connect(cluster.Settings);
        ClusterWriter writer = OneMachine.Writer(cluster, client, StateMode.Relay, Seed);

        SiloFullException exception = await Assert.ThrowsAsync<SiloFullException>(writer.Next);

        Assert.Contains("needs 98304 bytes; the silo keeps 196608 of its 200000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AClientOfAnotherShapeIsRefused()
    {
        await using LocalCluster cluster = await LocalCluster.Start(Settings, 1);
        using IHost client = await ClientFactory.Connect(cluster.Settings);
        RangeShape shape = cluster.Settings.Shape(OneMachine.Split);

        foreach (RangeShape other in new[] { shape with { Version = 2 }, shape with { RangeTokens = 128 }, shape with { Weights = 1 } })
        {
            ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(OneMachine.Writer(cluster, client, StateMode.Relay, Seed, shape: other).Next);
            Assert.Contains(other.ToString(), exception.Message, StringComparison.Ordinal);
            Assert.Contains(shape.ToString(), exception.Message, StringComparison.Ordinal);
        }

        await OneMachine.AssertSameText(OneMachine.Writer(cluster, client, StateMode.Relay, Seed), 3, Seed);
    }

    [Fact]
    public async Task WithACertificateWhoHasNoneIsNotLetIn()
    {
        using TemporaryCertificate certificate = new();
        await using LocalCluster cluster = await LocalCluster.Start(Settings with { Certificate = certificate.File, CertificateKey = certificate.KeyFile }, 2);
        using IHost client = await ClientFactory.Connect(cluster.Settings);

        await OneMachine.AssertSameText(OneMachine.Writer(cluster, client, StateMode.Relay, Seed), 5, Seed);
        await Assert.ThrowsAsync<TimeoutException>(() => ClientFactory.Connect(cluster.Settings with { Certificate = null }, patience: TimeSpan.FromSeconds(3)));
    }

    [PostgresFact]
    public async Task WithPostgresAnySiloMayDieOrHang()
    {
        await using LocalCluster cluster = await LocalCluster.Start(Settings with { Postgres = PostgresFactAttribute.ConnectionString }, 4);

        TimeSpan killed = await AssertSameTextDespite(cluster, async call =>
        {
            Task invoked = call.Invoke();
            cluster.Kill(0); // no other one is the first here
            await invoked;
        });
        TimeSpan hanging = await AssertSameTextDespite(cluster, async call =>
        {
            Signals.Stop(cluster.Silos[3]!);
            await call.Invoke();
        });

        output.WriteLine($"the longest token took {killed.TotalSeconds:F1} s where a silo was killed, {hanging.TotalSeconds:F1} s where one hung");
    }

    /// <summary>Writes over three ranges, and lets something happen to a call while the third one is written.</summary>
    /// <returns>The time of the token that took longest.</returns>
    private static async Task<TimeSpan> AssertSameTextDespite(LocalCluster cluster, Func<IOutgoingGrainCallContext, Task> fault)
    {
        CallFilter filter = new(number: 6 * 130, fault); // of six layers, after the prompt and some 130 tokens
        using IHost client = await ClientFactory.Connect(cluster.Settings, builder => builder.AddOutgoingGrainCallFilter(filter));

        TimeSpan longest = await OneMachine.AssertSameText(OneMachine.Writer(cluster, client, StateMode.Relay, Seed), 135, Seed);

        Assert.True(filter.IsDone);
        return longest;
    }
}
