using System.CommandLine;
using System.Globalization;
using Cluster.Grains;
using Cluster.Hosting;
using Cluster.Planning;
using Microsoft.Extensions.Hosting;

/// <summary><c>plan</c>: measures silos of this machine, fits the model, checks it here, and says what more silos would cost.</summary>
internal sealed class PlanCommand : Command
{
    private const int Layers = 32;
    private static readonly int[] Contexts = [16_384, 65_536, 262_144];
    private readonly Option<int> silos = new("--silos") { Description = "Silos to measure.", DefaultValueFactory = static _ => 4 };

    public PlanCommand()
        : base("plan", "Measures silos of this machine, and says what more of them would cost.")
    {
        Add(silos);
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        int count = arguments.GetValue(silos);
        await using LocalCluster cluster = await LocalCluster.Start(new ClusterSettings { ClusterId = "", Deadline = TimeSpan.FromSeconds(30) }, count);
        using IHost client = await ClientFactory.Connect(cluster.Settings);
        Measurements measurements = new(client.Grains(), count);
        (double one, double parallel) = await Measurements.Alone(Contexts[^1], tokens: 20);
        double[] hops = await measurements.Hops();
        CostModel model = await measurements.Fit(hops, one / Contexts[^1]);
        WriteModel(model, hops);
        await WriteCheck(measurements, new Simulation(model, hops, Environment.ProcessorCount), model, count, cancellation);
        double merged = await measurements.Token(StateMode.Merge, tokens: 40);
        Console.WriteLine(Invariant($"one process with all {Contexts[^1]} keys: {one * 1e3:F2} ms, with threads {parallel * 1e3:F2}; {count} silos, merged: {Math.Min(one, parallel) / merged:F2} of its speed"));
        WritePlan(model);
        return 0;
    }

    private static void WriteModel(CostModel model, double[] hops) => Console.WriteLine(Invariant($"""
        a call with its answer     {model.Hop * 1e6,8:F0} µs at the median, {hops[hops.Length * 99 / 100] * 1e6:F0} µs at the 99th percentile
        one more at the same time  {model.Issue * 1e6,8:F0} µs
        bandwidth                  {model.Bandwidth / 1e6,8:F0} MB a second
        a key                      {model.Key * 1e9,8:F2} ns

        """));

    private static async Task WriteCheck(Measurements measurements, Simulation simulation, CostModel model, int ranges, CancellationToken cancellation)
    {
        Console.WriteLine($"ms a token and layer, {ranges} silos on {Environment.ProcessorCount} processors");
        Console.WriteLine("  context    mode    model  simulated  measured");
        foreach (int context in Contexts)
        {
            cancellation.ThrowIfCancellationRequested();
            await measurements.Fill(context);
            foreach (StateMode mode in Enum.GetValues<StateMode>())
            {
                double measured = await measurements.Token(mode, tokens: 40);
                Console.WriteLine(Invariant($"{context,9}  {mode,6}  {Shared(model, mode, ranges, context) * 1e3,7:F2}  {simulation.Seconds(mode, ranges, context) * 1e3,9:F2}  {measured * 1e3,8:F2}"));
            }
        }
    }

    /// <summary>The model where ranges share the processors of one machine.</summary>
    private static double Shared(CostModel model, StateMode mode, int ranges, double keys) =>
        model.Seconds(mode, ranges, mode == StateMode.Relay ? keys : keys * Math.Max(1.0, (double)ranges / Environment.ProcessorCount));

    private static void WritePlan(CostModel model)
    {
        Console.WriteLine();
        Console.WriteLine($"seconds a token of {Layers} layers, a silo a machine; MB a token; GB of keys and values a silo");
        Console.WriteLine("    context  silos      relay      merge       MB      GB");
        foreach (long context in new[] { 1_000_000L, 10_000_000, 100_000_000 })
        {
            foreach (int silos in new[] { 10, 100, 1000 })
            {
                double Seconds(StateMode mode) => Layers * model.Seconds(mode, silos, context);
                double megabytes = Layers * CostModel.Bytes(silos) / 1e6;
                double gigabytes = (double)context * Layers * LongAttention.KeyBytes / silos / 1e9;
                Console.WriteLine(Invariant($"{context,11}  {silos,5}  {Seconds(StateMode.Relay),9:F3}  {Seconds(StateMode.Merge),9:F3}  {megabytes,7:F1}  {gigabytes,6:F2}"));
            }
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
