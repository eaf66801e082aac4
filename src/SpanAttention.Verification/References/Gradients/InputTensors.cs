namespace SpanAttention.Verification;

/// <summary>A number for each element of a case's inputs in double: the inputs, a direction among them, their gradients, or how far these may be off.</summary>
internal sealed record InputTensors(double[] Query, double[] Key, double[] Value, double[] Bias, double[] Sinks)
{
    /// <summary>The tensors by the names of the call's parameters.</summary>
    public IReadOnlyList<(string Name, double[] Numbers)> All => [("query", Query), ("key", Key), ("value", Value), ("bias", Bias), ("sinks", Sinks)];

    /// <summary>The inputs themselves.</summary>
    public static InputTensors Of(AttentionCase source) => new(source.Query.ToDouble(), source.Key.ToDouble(), source.Value.ToDouble(), source.Bias.ToDouble(), source.Sinks.ToDouble());

    /// <summary>A zero for each.</summary>
    public static InputTensors Zeros(AttentionCase source) =>
        new(new double[source.Query.Length], new double[source.Key.Length], new double[source.Value.Length], new double[source.Bias.Length], new double[source.Sinks.Length]);

    /// <summary>These and so many times the others.</summary>
    public InputTensors Plus(double factor, InputTensors others) => new(
        Plus(Query, factor, others.Query), Plus(Key, factor, others.Key), Plus(Value, factor, others.Value), Plus(Bias, factor, others.Bias), Plus(Sinks, factor, others.Sinks));

    private static double[] Plus(double[] numbers, double factor, double[] others) => [.. numbers.Zip(others, (number, other) => number + (factor * other))];
}
