namespace SpanAttention.Verification;

/// <summary>y = x · Wᵀ + b in double. Its n products and their sum are rounded n + 2 times at most.</summary>
internal sealed class ProjectionReference(Projection projection, Precision precision)
{
    private readonly int inputs = projection.Inputs;
    private readonly int outputs = projection.Outputs;

    /// <summary>The outputs of tokens, <c>[tokens, outputs]</c>.</summary>
    public Tracked Of(Tracked tokens)
    {
        int count = tokens.Values.Length / inputs;
        Tracked results = new(count * outputs);
        for (int token = 0; token < count; token++)
        {
            for (int output = 0; output < outputs; output++)
            {
                (results.Values[(token * outputs) + output], results.Errors[(token * outputs) + output]) = Output(tokens, token * inputs, output);
            }
        }

        return results;
    }

    private (double Value, double Error) Output(Tracked tokens, int start, int output)
    {
        double sum = projection.Bias.Length > 0 ? projection.Bias[output] : 0;
        double magnitude = Math.Abs(sum);
        double error = 0;
        for (int input = 0; input < inputs; input++)
        {
            double weight = projection.Weight(output, input);
            double product = weight * tokens.Values[start + input];
            sum += product;
            magnitude += Math.Abs(product);
            error += Math.Abs(weight) * tokens.Errors[start + input];
        }

        return (sum, error + ((magnitude + error) * (((inputs + 2) * Precision.Float) + (3 * precision.Stored))) + ((inputs + 2) * precision.Spacing));
    }
}
