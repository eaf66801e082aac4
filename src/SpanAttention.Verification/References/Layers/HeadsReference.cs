namespace SpanAttention.Verification;

/// <summary>Attention of a layer's heads in double: contexts of queries, keys and values that err already.</summary>
internal sealed class HeadsReference(LayerShape shape, float[] sinks, Precision precision)
{
    private readonly AttentionShape heads = new() { HeadDim = shape.HeadDim, Heads = shape.Heads, KeyValueHeads = shape.KeyValueHeads };
    private readonly double rounding = ((shape.HeadDim + 16) * Precision.Float) + (8 * precision.Stored);

    /// <summary><c>[tokens, heads × head dim]</c>.</summary>
    public Tracked Contexts(Tracked query, Tracked key, Tracked value)
    {
        Tracked contexts = new(query.Values.Length);
        int tokens = query.Values.Length / shape.QueryWidth;
        int others = key.Values.Length / shape.KeyValueWidth;
        for (int token = 0; token < tokens; token++)
        {
            int[] seen = [.. Enumerable.Range(0, others).Where(other => Sees(token, other))];
            for (int head = 0; head < shape.Heads; head++)
            {
                Context(query, key, value, contexts, token, head, seen);
            }
        }

        return contexts;
    }

    private bool Sees(int token, int other) =>
        (!shape.Causal || other <= token) && (shape.LeftWindow < 0 || other >= token - shape.LeftWindow) && (shape.RightWindow < 0 || other <= (long)token + shape.RightWindow);

    private void Context(Tracked query, Tracked key, Tracked value, Tracked contexts, int token, int head, int[] seen)
    {
        int q = (token * shape.QueryWidth) + (head * shape.HeadDim);
        int shared = heads.KeyValueHead(head) * shape.HeadDim;
        double[] logits = new double[seen.Length];
        double[] magnitudes = new double[seen.Length];
        double[] errors = new double[seen.Length];
        for (int index = 0; index < seen.Length; index++)
        {
            double distance = shape.Alibi ? heads.Slope(head) * Math.Abs(token - seen[index]) : 0;
            (double score, magnitudes[index], errors[index]) = Score(query, q, key, (seen[index] * shape.KeyValueWidth) + shared);
            logits[index] = (shape.SoftCap > 0 ? shape.SoftCap * Math.Tanh(score / shape.SoftCap) : score) - distance;
            magnitudes[index] += distance;
        }

        double sink = shape.Sinks ? sinks[head] : double.NegativeInfinity;
        double sinkMagnitude = double.IsFinite(sink) ? Math.Abs(sink) : 0;
        double atMaximum = logits.Max() < sink ? sinkMagnitude : magnitudes[Array.IndexOf(logits, logits.Max())];
        for (int index = 0; index < seen.Length; index++)
        {
            errors[index] += rounding * (magnitudes[index] + atMaximum);
        }

        SoftmaxRow softmax = new(logits, errors, sink, rounding * (sinkMagnitude + atMaximum));
        double sums = SoftmaxRow.Sums(seen.Length, precision);
        Span<double> errorsOfHead = contexts.Errors.AsSpan(q, shape.HeadDim);
        errorsOfHead.Fill((seen.Length + 2) * precision.Spacing);
        for (int index = 0; index < seen.Length; index++)
        {
            int v = (seen[index] * shape.KeyValueWidth) + shared;
            double weight = softmax.Weights[index];
            double weightError = softmax.WeightErrors[index] + (sums * weight) + (4 * Precision.SmallestNormal);
            Products.Add(weight, weightError, value.Values.AsSpan(v, shape.HeadDim), value.Errors.AsSpan(v, shape.HeadDim), contexts.Values.AsSpan(q, shape.HeadDim), errorsOfHead);
        }
    }

    private (double Score, double Magnitude, double Error) Score(Tracked query, int q, Tracked key, int k)
    {
        int dim = shape.HeadDim;
        double sum = Products.Dot(query.Values.AsSpan(q, dim), query.Errors.AsSpan(q, dim), key.Values.AsSpan(k, dim), key.Errors.AsSpan(k, dim), out double magnitude, out double error);
        return (sum * shape.Scale, (magnitude + error) * shape.Scale, (error + ((shape.HeadDim + 2) * precision.Spacing)) * shape.Scale);
    }
}
