using Cluster.Grains;
using SpanAttention;

namespace Cluster.Planning;

/// <summary>Tokens over ranges, call by call: times of calls are drawn from those that were measured, processors of a machine are shared, and a merge waits for its last answer.</summary>
/// <param name="model">What it checks, and of which it takes what is not drawn.</param>
/// <param name="hops">Measured times of calls, in seconds.</param>
/// <param name="processors">Processors that all ranges share.</param>
public sealed class Simulation(CostModel model, IReadOnlyList<double> hops, int processors)
{
    private const int Tokens = 200;
    private readonly SplitMix64 random = new(1);

    /// <summary>Seconds of a token and layer, the median of many.</summary>
    public double Seconds(StateMode mode, int ranges, double keys)
    {
        double[] tokens = [.. Enumerable.Range(0, Tokens).Select(_ => mode == StateMode.Relay ? Relay(ranges, keys) : Merge(ranges, keys))];
        Array.Sort(tokens);
        return tokens[Tokens / 2];
    }

    private double Relay(int ranges, double keys) => Enumerable.Range(0, ranges).Sum(_ => Call() + (keys / ranges * model.Key));

    /// <summary>Calls leave one after the other; each waits for the processor that is free first, and once all have left the client takes the answers as they come.</summary>
    private double Merge(int ranges, double keys)
    {
        double[] free = new double[processors];
        double[] answers = new double[ranges];
        for (int range = 0; range < ranges; range++)
        {
            double there = (range * model.Issue / 2) + (Call() / 2);
            int processor = Array.IndexOf(free, free.Min());
            free[processor] = Math.Max(free[processor], there) + (keys / ranges * model.Key);
            answers[range] = free[processor] + (Call() / 2);
        }

        Array.Sort(answers);
        return answers.Aggregate(ranges * model.Issue / 2, (client, answer) => Math.Max(client, answer) + (model.Issue / 2));
    }

    private double Call() => hops[(int)(random.NextUnit() * hops.Count)] + (CostModel.CallBytes / model.Bandwidth);
}
