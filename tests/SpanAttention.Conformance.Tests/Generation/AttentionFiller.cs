using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Makes the inputs of one call, always the same for the same seed.</summary>
public sealed class AttentionFiller(AttentionShape shape, int seed)
{
    private readonly DataFiller filler = new(seed);

    public AttentionInputs Fill(DataKind kind, int queryLength, int keyLength, int keyCount)
    {
        AttentionInputs inputs = new(
            Tokens(kind, shape.Query(queryLength)), Tokens(kind, shape.Key(keyLength)), Tokens(kind, shape.Value(keyLength)), queryLength, keyLength, keyCount)
        {
            Mask = Flags(shape.MaskLength(queryLength, keyLength), keyLength),
            Bias = Bias(kind, shape.BiasLength(queryLength, keyLength), keyLength),
            Sinks = Sinks(kind),
            Keep = Flags(shape.KeepLength(queryLength, keyLength), keyLength),
        };
        switch (kind)
        {
            case DataKind.NearlyTied:
                NearlyTie(inputs);
                break;
            case DataKind.NearLimit:
                Enlarge(shape.Query(queryLength), inputs.Query);
                Enlarge(shape.Key(keyLength), inputs.Key);
                NearLimit.Enlarge(inputs.Bias, shape.SoftCap is null ? 1 : NearLimit.BiasSize);
                break;
            case DataKind.LatePoison:
                PoisonValues(inputs);
                break;
        }

        return kind == DataKind.Poison ? PoisonedInputs.Of(shape, inputs, filler) : inputs;
    }

    // What lies between tokens is poison in every kind.
    private float[] Tokens(DataKind kind, TokenTensor tensor)
    {
        float[] data = new float[filler.Choose(tensor.Length, tensor.LongestLength)];
        filler.Poison(data);
        for (int token = 0; token < tensor.Tokens; token++)
        {
            for (int head = 0; head < tensor.Heads; head++)
            {
                filler.Fill(kind, tensor.Head(data, token, head));
            }
        }

        return data;
    }

    private bool[] Flags(int length, int columns) => filler.Flags(length / Math.Max(columns, 1), columns);

    // Half of the biases hide nothing.
    private float[] Bias(DataKind kind, int length, int columns)
    {
        float[] bias = filler.Fill(kind, length);
        return filler.Once(2) ? bias : [.. bias.Zip(Flags(length, columns), (number, visible) => visible ? number : float.NegativeInfinity)];
    }

    private float[] Sinks(DataKind kind)
    {
        float[] sinks = filler.Fill(kind, shape.SinksLength);
        foreach (ref float sink in sinks.AsSpan())
        {
            sink = filler.Once(8) ? float.NegativeInfinity : sink;
            if (kind == DataKind.Contagion && filler.Once(4))
            {
                filler.Poison(new Span<float>(ref sink));
            }
        }

        return sinks;
    }

    // All keys are one direction, a little longer or shorter; queries are its multiples, so that logits lie near ±1e4.
    private void NearlyTie(AttentionInputs inputs)
    {
        float[] direction = [.. filler.Fill(DataKind.Ordinary, shape.HeadDim).Select(x => 0.5f + (Math.Abs(x) / 2))];
        double square = direction.Sum(x => (double)x * x);
        Stretch(shape.Key(inputs.KeyLength), inputs.Key, direction, () => 1 + (filler.Choose(-8, 8) * 0.00004));
        Stretch(shape.Query(inputs.QueryLength), inputs.Query, direction, () => (filler.Once(2) ? 1e4 : -1e4) / (square * shape.Scale));
    }

    private void Enlarge(TokenTensor tensor, float[] data)
    {
        for (int token = 0; token < tensor.Tokens; token++)
        {
            for (int head = 0; head < tensor.Heads; head++)
            {
                NearLimit.Enlarge(tensor.Head(data, token, head), NearLimit.Size(shape));
            }
        }
    }

    private void PoisonValues(AttentionInputs inputs)
    {
        int seen = shape.Alignment == QueryAlignment.TopLeft ? Math.Min(inputs.QueryLength, inputs.KeyCount) : inputs.KeyCount;
        foreach (int token in PoisonedTokens.Of(shape, seen))
        {
            for (int head = 0; head < shape.KeyValueHeads; head++)
            {
                shape.Value(inputs.KeyLength).Head(inputs.Value, token, head).Fill(float.NaN);
            }
        }
    }

    private static void Stretch(TokenTensor tensor, float[] data, float[] direction, Func<double> factor)
    {
        for (int token = 0; token < tensor.Tokens; token++)
        {
            for (int head = 0; head < tensor.Heads; head++)
            {
                double length = factor();
                Span<float> numbers = tensor.Head(data, token, head);
                for (int x = 0; x < direction.Length; x++)
                {
                    numbers[x] = (float)(direction[x] * length);
                }
            }
        }
    }
}
