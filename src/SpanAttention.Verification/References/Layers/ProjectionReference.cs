namespace SpanAttention.Verification;

/// <summary>y = x · Wᵀ + b in double. Its n products and their sum are rounded n + 2 times at most.</summary>
internal sealed class ProjectionReference(Projection projection, Precision precision)
{
    private readonly int inputs = projection.Inputs;
    private readonly int outputs = projection.Outputs;
    private readonly float[] rows = projection.Rows;

    /// <summary>The outputs of tokens, <c>[tokens, outputs]</c>.</summary>
    public Tracked Of(Tracked tokens)
    {
        int count = tokens.Values.Length / inputs;
        Tracked results = new(count * outputs);
        for (int token = 0; token < count; token++)
        {
            ReadOnlySpan<double> values = tokens.Values.AsSpan(token * inputs, inputs);
            ReadOnlySpan<double> errors = tokens.Errors.AsSpan(token * inputs, inputs);
            for (int output = 0; output < outputs; output++)
            {
                (results.Values[(token * outputs) + output], results.Errors[(token * outputs) + output]) = Output(values, errors, output);
            }
        }

        return results;
    }

    private (double Value, double Error) Output(ReadOnlySpan<double> values, ReadOnlySpan<double> errors, int output)
    {
        double bias = projection.Bias.Length > 0 ? projection.Bias[output] : 0;
        double sum = Products.Dot(rows.AsSpan(output * inputs, inputs), values, errors, out double magnitude, out double error) + bias;
        magnitude += Math.Abs(bias);
        return (sum, error + ((magnitude + error) * (((inputs + 2) * Precision.Float) + (3 * precision.Stored))) + ((inputs + 2) * precision.Spacing));
    }
}
