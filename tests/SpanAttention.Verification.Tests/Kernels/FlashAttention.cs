namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Attention in tiles of keys with an online softmax, as the flash algorithm has it. Every step can be replaced by a mistake.</summary>
public sealed record FlashAttention(AttentionShape Shape)
{
    /// <summary>Keys of a tile.</summary>
    public int Tile { get; init; } = 16;

    /// <summary>The maximum before any key.</summary>
    public float First { get; init; } = float.NegativeInfinity;

    /// <summary>By what sums so far are multiplied where the maximum rises: from, to.</summary>
    public Func<float, float, float> Rescale { get; init; } = static (from, to) => float.IsNegativeInfinity(from) ? 0 : MathF.Exp(from - to);

    /// <summary>The same of contexts, where it is another.</summary>
    public Func<float, float, float>? RescaleContext { get; init; }

    /// <summary>Whether a tile is left out: how many of its keys are seen, of how many; whether the first is, whether the last is.</summary>
    public Func<int, int, bool, bool, bool> Skips { get; init; } = static (seen, _, _, _) => seen == 0;

    /// <summary>How many tiles are looked at, of so many keys.</summary>
    public Func<int, int, int> Tiles { get; init; } = static (keys, tile) => (keys + tile - 1) / tile;

    /// <summary>What the sink adds to the sum, and how often.</summary>
    public bool SinkInEveryTile { get; init; }

    /// <summary>What a hidden key has for a logit in a tile that is not left out.</summary>
    public float Hidden { get; init; } = float.NegativeInfinity;

    /// <summary>What is added to the sum.</summary>
    public float Epsilon { get; init; }

    /// <summary>The call.</summary>
    public void Forward(in AttentionOperands operands, Span<float> destination)
    {
        int queryLength = operands.Query.Length / (Shape.Heads * Shape.HeadDim);
        for (int head = 0; head < Shape.Heads; head++)
        {
            for (int row = 0; row < queryLength; row++)
            {
                Row(operands, queryLength, head, row, destination.Slice(Shape.Offset(row, head, queryLength, Shape.Heads, Shape.ValueDim), Shape.ValueDim), out _);
            }
        }
    }

    /// <summary>With logSumExp.</summary>
    public void Forward(in AttentionOperands operands, Span<float> destination, Span<float> logSumExp)
    {
        int queryLength = operands.Query.Length / (Shape.Heads * Shape.HeadDim);
        for (int index = 0; index < logSumExp.Length; index++)
        {
            (int head, int row) = (index / queryLength, index % queryLength);
            Row(operands, queryLength, head, row, destination.Slice(Shape.Offset(row, head, queryLength, Shape.Heads, Shape.ValueDim), Shape.ValueDim), out logSumExp[index]);
        }
    }

    private void Row(in AttentionOperands operands, int queryLength, int head, int row, Span<float> context, out float logSumExp)
    {
        int keyLength = operands.Key.Length / (Shape.KeyValueHeads * Shape.HeadDim);
        float sink = Shape.Sinks ? operands.Sinks[head] : float.NegativeInfinity;
        float maximum = MathF.Max(First, sink);
        float sum = float.IsNegativeInfinity(sink) ? 0 : MathF.Exp(sink - maximum);
        context.Clear();
        float[] logits = new float[Tile];
        for (int tile = 0; tile < Tiles(keyLength, Tile); tile++)
        {
            int keys = Math.Min(Tile, keyLength - (tile * Tile));
            int seen = Logits(operands, queryLength, keyLength, head, row, tile * Tile, logits.AsSpan(0, keys));
            if (Skips(seen, keys, logits[0] != Hidden, logits[keys - 1] != Hidden))
            {
                continue;
            }

            float above = MathF.Max(maximum, logits.AsSpan(0, keys).ToArray().Max());
            if (float.IsNegativeInfinity(above))
            {
                continue;
            }

            float factor = Rescale(maximum, above);
            sum = (sum * factor) + (SinkInEveryTile && tile > 0 ? MathF.Exp(sink - above) : 0);
            Multiply(context, (RescaleContext ?? Rescale)(maximum, above));
            maximum = above;
            sum += Add(operands, keyLength, head, tile * Tile, logits.AsSpan(0, keys), maximum, context);
        }

        logSumExp = sum == 0 ? float.NegativeInfinity : maximum + MathF.Log(sum);
        Multiply(context, sum == 0 ? 0 : 1 / (sum + Epsilon));
    }

    private int Logits(in AttentionOperands operands, int queryLength, int keyLength, int head, int row, int first, Span<float> logits)
    {
        int seen = 0;
        for (int key = 0; key < logits.Length; key++)
        {
            PlainPair pair = new(Shape, operands, queryLength, keyLength, head, row, first + key, Shape.KeyValueHead(head));
            logits[key] = pair.IsVisible ? pair.Cap(pair.Raw * pair.Scale) + pair.Bias - pair.Distance : Hidden;
            seen += pair.IsVisible ? 1 : 0;
        }

        return seen;
    }

    private float Add(in AttentionOperands operands, int keyLength, int head, int first, Span<float> logits, float maximum, Span<float> context)
    {
        float sum = 0;
        for (int key = 0; key < logits.Length; key++)
        {
            float weight = MathF.Exp(logits[key] - maximum);
            sum += weight;
            int value = Shape.Offset(first + key, Shape.KeyValueHead(head), keyLength, Shape.KeyValueHeads, Shape.ValueDim);
            for (int x = 0; x < context.Length && weight != 0; x++)
            {
                context[x] += weight * operands.Value[value + x];
            }
        }

        return sum;
    }

    private static void Multiply(Span<float> context, float factor)
    {
        foreach (ref float number in context)
        {
            number *= factor;
        }
    }
}
