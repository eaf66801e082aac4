namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Attention with every option as plain float loops, a row at a time. Every step can be replaced by a mistake.</summary>
public sealed record PlainAttention(AttentionShape Shape)
{
    /// <summary>From raw score to logit, without what hides.</summary>
    public Func<PlainPair, float> Logit { get; init; } = static pair => pair.Cap(pair.Raw * pair.Scale) + pair.Bias - pair.Distance;

    /// <summary>Whether the key is there at all.</summary>
    public Func<PlainPair, bool> Sees { get; init; } = static pair => pair.IsVisible;

    /// <summary>The logit's part of the sum that takes the sink's place.</summary>
    public Func<float, float> Sink { get; init; } = static sink => sink;

    /// <summary>What is subtracted from the logits of a row.</summary>
    public Func<float[], float, float> Maximum { get; init; } = static (logits, sink) => MathF.Max(sink, logits.Length == 0 ? float.NegativeInfinity : logits.Max());

    /// <summary>Whether hidden keys are in the maximum too.</summary>
    public bool HiddenInMaximum { get; init; }

    /// <summary>The exponential.</summary>
    public Func<float, float> Exp { get; init; } = MathF.Exp;

    /// <summary>What exponentials are divided by.</summary>
    public Func<float[], float, float> Sum { get; init; } = static (exponentials, sink) => exponentials.Aggregate(sink, static (sum, number) => sum + number);

    /// <summary>A weight as it is stored.</summary>
    public Func<float, float> Weight { get; init; } = static weight => weight;

    /// <summary>A partial sum of a context as it is stored.</summary>
    public Func<float, float> Partial { get; init; } = static sum => sum;

    /// <summary>The keys that are looked at, of so many.</summary>
    public Func<int, int> Keys { get; init; } = static keys => keys;

    /// <summary>The rows that are computed, of so many.</summary>
    public Func<int, int> Rows { get; init; } = static rows => rows;

    /// <summary>The key/value head of a query head: of keys, then of values.</summary>
    public Func<AttentionShape, int, int> KeyHead { get; init; } = static (shape, head) => shape.KeyValueHead(head);

    public Func<AttentionShape, int, int> ValueHead { get; init; } = static (shape, head) => shape.KeyValueHead(head);

    /// <summary>Where the value of a key lies.</summary>
    public Func<int, int> ValueOf { get; init; } = static key => key;

    /// <summary>Elements of a value that are summed.</summary>
    public Func<int, int> ValueDim { get; init; } = static dim => dim;

    /// <summary>A row that sees nothing.</summary>
    public float Empty { get; init; }

    /// <summary>Whether hidden values are multiplied by their weight of 0.</summary>
    public bool MultipliesHidden { get; init; }

    /// <summary>Whether contexts are added to what the destination held.</summary>
    public bool Accumulates { get; init; }

    /// <summary>The call.</summary>
    public void Forward(in AttentionOperands operands, Span<float> destination)
    {
        int queryLength = operands.Query.Length / (Shape.Heads * Shape.HeadDim);
        int keyLength = operands.Key.Length / (Shape.KeyValueHeads * Shape.HeadDim);
        for (int head = 0; head < Shape.Heads; head++)
        {
            for (int row = 0; row < Rows(queryLength); row++)
            {
                float[] weights = Weights(operands, queryLength, keyLength, head, row);
                Span<float> context = destination.Slice(Shape.Offset(row, head, queryLength, Shape.Heads, Shape.ValueDim), Shape.ValueDim);
                Context(operands, keyLength, head, weights, context);
            }
        }
    }

    /// <summary>The weights of all pairs.</summary>
    public void Weights(in AttentionOperands operands, Span<float> destination)
    {
        int queryLength = operands.Query.Length / (Shape.Heads * Shape.HeadDim);
        int keyLength = operands.Key.Length / (Shape.KeyValueHeads * Shape.HeadDim);
        for (int index = 0; index < Shape.Heads * queryLength; index++)
        {
            Weights(operands, queryLength, keyLength, index / queryLength, index % queryLength).CopyTo(destination[(index * keyLength)..]);
        }
    }

    private void Context(in AttentionOperands operands, int keyLength, int head, float[] weights, Span<float> context)
    {
        if (!Accumulates)
        {
            context.Clear();
        }

        if (Array.TrueForAll(weights, static weight => weight == 0) && Empty is not 0)
        {
            context.Fill(Empty);
        }

        for (int key = 0; key < keyLength; key++)
        {
            int value = Shape.Offset(ValueOf(key), ValueHead(Shape, head), keyLength, Shape.KeyValueHeads, Shape.ValueDim);
            for (int x = 0; x < ValueDim(context.Length) && (weights[key] != 0 || MultipliesHidden); x++)
            {
                context[x] = Partial(context[x] + (weights[key] * operands.Value[value + x]));
            }
        }
    }

    private float[] Weights(in AttentionOperands operands, int queryLength, int keyLength, int head, int row)
    {
        float[] logits = new float[keyLength];
        logits.AsSpan().Fill(float.NegativeInfinity);
        float above = float.NegativeInfinity;
        for (int key = 0; key < Keys(keyLength); key++)
        {
            PlainPair pair = new(Shape, operands, queryLength, keyLength, head, row, key, KeyHead(Shape, head));
            logits[key] = Sees(pair) ? Logit(pair) : float.NegativeInfinity;
            above = HiddenInMaximum ? MathF.Max(above, Logit(pair)) : above;
        }

        float sink = Shape.Sinks ? Sink(operands.Sinks[head]) : float.NegativeInfinity;
        float maximum = MathF.Max(above, Maximum(logits, sink));
        if (float.IsNegativeInfinity(maximum))
        {
            return new float[keyLength];
        }

        float[] exponentials = [.. logits.Select(logit => Exp(logit - maximum))];
        float sum = Sum(exponentials, Shape.Sinks ? Exp(sink - maximum) : 0);
        return [.. exponentials.Select(weight => Weight(weight / sum))];
    }
}
