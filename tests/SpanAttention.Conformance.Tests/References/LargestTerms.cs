using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>How large the terms of the visible scores of a call are.</summary>
public sealed class LargestTerms
{
    public LargestTerms(AttentionShape shape, AttentionInputs inputs)
    {
        double[] slopes = AlibiSlopes.Of(shape.Heads);
        foreach (AttentionRow row in AttentionRow.All(shape, inputs))
        {
            foreach (int key in Enumerable.Range(0, inputs.KeyLength).Where(key => row.IsVisible(key)))
            {
                Product = Math.Max(Product, shape.Scale * Magnitude(row.Query, row.Key(key)));
                Bias = Math.Max(Bias, Math.Abs(row.Bias(key)));
                Penalty = shape.Alibi ? Math.Max(Penalty, slopes[row.Head] * row.Distance(key)) : 0;
                Value = row.IsKept(key) ? Math.Max(Value, Magnitude(row.Value(key))) : Value;
            }
        }

        Sink = inputs.Sinks.Where(float.IsFinite).Select(sink => Math.Abs((double)sink)).Append(0).Max();
        Logit = Math.Min(Product, shape.SoftCap ?? double.PositiveInfinity) + Bias + Penalty + Sink;
    }

    /// <summary>scale · Σ|q·k|.</summary>
    public double Product { get; }

    public double Bias { get; }

    /// <summary>Slope · distance.</summary>
    public double Penalty { get; }

    public double Sink { get; }

    /// <summary>A bound of every logit, sinks included.</summary>
    public double Logit { get; }

    public double Value { get; }

    private static double Magnitude(ReadOnlySpan<float> query, ReadOnlySpan<float> key)
    {
        double sum = 0;
        for (int x = 0; x < query.Length; x++)
        {
            sum += Math.Abs((double)query[x] * key[x]);
        }

        return sum;
    }

    private static double Magnitude(ReadOnlySpan<float> value)
    {
        double largest = 0;
        foreach (float number in value)
        {
            largest = Math.Max(largest, Math.Abs((double)number));
        }

        return largest;
    }
}
