using System.Numerics.Tensors;

namespace SpanAttention.Benchmarks.References;

/// <summary>A LayerNorm in double.</summary>
internal sealed class DoubleNorm(float[] weight, float[] bias, double epsilon)
{
    private readonly double[] weight = DoubleTensor.From(weight);
    private readonly double[] bias = DoubleTensor.From(bias);

    /// <summary>Any number of tokens, [tokens, model].</summary>
    public double[] Apply(ReadOnlySpan<double> tokens)
    {
        double[] normed = new double[tokens.Length];
        for (int start = 0; start < tokens.Length; start += weight.Length)
        {
            Apply(tokens.Slice(start, weight.Length), normed.AsSpan(start, weight.Length));
        }

        return normed;
    }

    private void Apply(ReadOnlySpan<double> token, Span<double> normed)
    {
        TensorPrimitives.Subtract(token, TensorPrimitives.Sum(token) / token.Length, normed);
        double variance = TensorPrimitives.SumOfSquares<double>(normed) / token.Length;
        TensorPrimitives.Divide(normed, Math.Sqrt(variance + epsilon), normed);
        TensorPrimitives.Multiply(normed, weight, normed);
        TensorPrimitives.Add(normed, bias, normed);
    }
}
