namespace SpanAttention.Verification;

/// <summary>Normalization of tokens (Ba, Kiros and Hinton, 2016; Zhang and Sennrich, 2019), or of heads, in double: c / √(Σ c² / n + ε) · weight + bias, where c is x less its mean, or for a root mean square x itself.</summary>
internal sealed class NormReference(NormKind kind, double epsilon, float[] weight, float[] bias, Precision precision)
{
    private readonly double unit = Precision.Float + precision.Stored;
    private readonly int length = weight.Length;

    /// <summary>Normalized tokens, or heads, each as long as the weight.</summary>
    public Tracked Of(Tracked tokens)
    {
        Tracked results = kind == NormKind.LayerNorm ? Centred(tokens) : tokens.Rounded(0, 0);
        for (int start = 0; start < results.Values.Length; start += length)
        {
            Normalize(results, start);
        }

        return results;
    }

    private Tracked Centred(Tracked tokens)
    {
        Tracked centred = new(tokens.Values.Length);
        for (int start = 0; start < tokens.Values.Length; start += length)
        {
            (double mean, double error) = Mean(tokens, start);
            for (int x = start; x < start + length; x++)
            {
                centred.Values[x] = tokens.Values[x] - mean;
                centred.Errors[x] = tokens.Errors[x] + error;
                centred.Errors[x] += unit * (Math.Abs(centred.Values[x]) + centred.Errors[x]);
            }
        }

        return centred;
    }

    // n − 1 sums and a division.
    private (double Mean, double Error) Mean(Tracked tokens, int start)
    {
        double sum = 0;
        double magnitude = 0;
        double error = 0;
        for (int x = start; x < start + length; x++)
        {
            sum += tokens.Values[x];
            magnitude += Math.Abs(tokens.Values[x]);
            error += tokens.Errors[x];
        }

        return (sum / length, ((error + ((magnitude + error) * (((length + 2) * Precision.Float) + (2 * precision.Stored)))) / length) + precision.Spacing);
    }

    private void Normalize(Tracked tokens, int start)
    {
        double square = 0;
        double error = 0;
        for (int x = start; x < start + length; x++)
        {
            square += tokens.Values[x] * tokens.Values[x];
            error += ((2 * Math.Abs(tokens.Values[x])) + tokens.Errors[x]) * tokens.Errors[x];
        }

        // What is under the root is rounded n + 4 times.
        double mean = (square / length) + epsilon;
        double relative = (error / length / mean) + ((length + 8) * unit);
        double factor = 1 / Math.Sqrt(mean);
        double factorError = relative < 0.5 ? (1 / Math.Sqrt(1 - relative)) - 1 + (4 * unit) : double.NaN;
        for (int x = start; x < start + length; x++)
        {
            double by = factor * weight[x - start];
            tokens.Values[x] *= by;
            double firstOrder = (tokens.Errors[x] * Math.Abs(by) * (1 + factorError)) + (Math.Abs(tokens.Values[x]) * factorError) + (2 * precision.Spacing);
            tokens.Errors[x] = relative < 0.5 ? firstOrder : 2 * Math.Sqrt(length) * Math.Abs(weight[x - start]); // no normalized number is larger
            AddBias(tokens, x, x - start);
        }
    }

    private void AddBias(Tracked tokens, int index, int place)
    {
        if (bias.Length > 0)
        {
            tokens.Values[index] += bias[place];
            tokens.Errors[index] += (unit * (Math.Abs(tokens.Values[index]) + tokens.Errors[index])) + precision.Spacing;
        }
    }
}
