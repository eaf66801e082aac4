using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Gradients as the chain rule has them, in double; what lies between tokens stays 0.</summary>
public sealed class DoubleBackward(AttentionShape shape)
{
    private readonly DoubleAttention attention = new(shape);

    public CallGradients Backward(AttentionInputs inputs, float[] contextGradient)
    {
        double[] query = new double[shape.Query(inputs.QueryLength).Length];
        double[] key = new double[shape.Key(inputs.KeyLength).Length];
        double[] value = new double[shape.Value(inputs.KeyLength).Length];
        double[] bias = new double[shape.BiasLength(inputs.QueryLength, inputs.KeyLength)];
        double[] sinks = new double[shape.SinksLength];
        foreach (AttentionRow row in AttentionRow.All(shape, inputs))
        {
            float[] gradient = row.Context(contextGradient).ToArray();
            double[] weights = attention.Weights(row);
            double[] differences = [.. weights.Select((weight, index) => row.IsVisible(index) && row.IsKept(index) ? DoubleAttention.Dot(gradient, row.Value(index)) * shape.KeepScale : 0)];
            double delta = weights.Zip(differences, static (weight, difference) => weight * difference).Sum();
            foreach (int index in Enumerable.Range(0, weights.Length).Where(index => row.IsVisible(index)))
            {
                double score = weights[index] * (differences[index] - delta);
                double product = score * shape.Scale * CapSlope(row, index);
                Add(query, shape.Query(inputs.QueryLength).Offset(row.Index, row.Head), product, row.Key(index));
                Add(key, shape.Key(inputs.KeyLength).Offset(index, shape.KeyValueHead(row.Head)), product, row.Query);
                Add(value, shape.Value(inputs.KeyLength).Offset(index, shape.KeyValueHead(row.Head)), row.IsKept(index) ? weights[index] * shape.KeepScale : 0, gradient);
                if (bias.Length > 0)
                {
                    int head = shape.Bias == AttentionBias.HeadQueryKeys ? row.Head : 0;
                    bias[(((head * inputs.QueryLength) + row.Index) * inputs.KeyLength) + index] += score;
                }
            }

            if (shape.Sinks && !double.IsNegativeInfinity(inputs.Sinks[row.Head]))
            {
                sinks[row.Head] -= Math.Exp(inputs.Sinks[row.Head] - attention.LogSumExp(row)) * delta;
            }
        }

        return new(Single(query), Single(key), Single(value), Single(bias), Single(sinks));
    }

    private double CapSlope(AttentionRow row, int key)
    {
        double tangent = shape.SoftCap is { } cap ? Math.Tanh(attention.Scaled(row, key) / cap) : 0;
        return 1 - (tangent * tangent);
    }

    private static void Add(double[] gradient, int first, double factor, ReadOnlySpan<float> source)
    {
        for (int x = 0; x < source.Length && factor != 0; x++)
        {
            gradient[first + x] += factor * source[x];
        }
    }

    private static float[] Single(double[] numbers) => [.. numbers.Select(static number => (float)number)];
}
