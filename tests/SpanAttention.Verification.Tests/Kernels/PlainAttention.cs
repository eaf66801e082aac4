namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Attention with every option as plain float loops. Every step can be replaced by a mistake.</summary>
public sealed record PlainAttention(AttentionShape Shape)
{
    /// <summary>From raw score to logit, without what hides.</summary>
    public Func<PlainPair, float> Logit { get; init; } = static pair => pair.Cap(pair.Raw * pair.Scale) + pair.Bias - pair.Distance;

    /// <summary>Whether the key is there at all.</summary>
    public Func<PlainPair, bool> Sees { get; init; } = static pair => pair.IsVisible;

    /// <summary>The logit's part of the sum that takes the sink's place.</summary>
    public Func<float, float> Sink { get; init; } = static sink => sink;

    /// <summary>The call.</summary>
    public void Forward(in AttentionOperands operands, Span<float> destination)
    {
        int queryLength = operands.Query.Length / (Shape.Heads * Shape.HeadDim);
        int keyLength = operands.Key.Length / (Shape.KeyValueHeads * Shape.HeadDim);
        for (int head = 0; head < Shape.Heads; head++)
        {
            for (int row = 0; row < queryLength; row++)
            {
                float[] weights = Weights(operands, queryLength, keyLength, head, row);
                Span<float> context = destination.Slice(Shape.Offset(row, head, queryLength, Shape.Heads, Shape.ValueDim), Shape.ValueDim);
                context.Clear();
                for (int key = 0; key < keyLength; key++)
                {
                    int value = Shape.Offset(key, Shape.KeyValueHead(head), keyLength, Shape.KeyValueHeads, Shape.ValueDim);
                    for (int x = 0; x < context.Length && weights[key] != 0; x++)
                    {
                        context[x] += weights[key] * operands.Value[value + x];
                    }
                }
            }
        }
    }

    private float[] Weights(in AttentionOperands operands, int queryLength, int keyLength, int head, int row)
    {
        float[] logits = new float[keyLength];
        float maximum = Shape.Sinks ? Sink(operands.Sinks[head]) : float.NegativeInfinity;
        for (int key = 0; key < keyLength; key++)
        {
            PlainPair pair = new(Shape, operands, queryLength, keyLength, head, row, key);
            logits[key] = Sees(pair) ? Logit(pair) : float.NegativeInfinity;
            maximum = MathF.Max(maximum, logits[key]);
        }

        if (float.IsNegativeInfinity(maximum))
        {
            return new float[keyLength];
        }

        float sum = Shape.Sinks ? MathF.Exp(Sink(operands.Sinks[head]) - maximum) : 0;
        foreach (ref float logit in logits.AsSpan())
        {
            logit = MathF.Exp(logit - maximum);
            sum += logit;
        }

        return [.. logits.Select(weight => weight / sum)];
    }
}
