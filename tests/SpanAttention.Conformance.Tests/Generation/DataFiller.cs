using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Makes the numbers of a trial, always the same for the same seed.</summary>
public sealed class DataFiller(int seed)
{
    // A payload in the low bits, which integer arithmetic on a float's bits would carry into its exponent.
    private static readonly float NaNWithPayload = BitConverter.UInt32BitsToSingle(0x7FC001A5);
    private static readonly float[] Poisons = [float.NaN, NaNWithPayload, float.PositiveInfinity, float.NegativeInfinity];

    private readonly Random random = new(seed);

    public float[] Fill(DataKind kind, int length) => [.. Enumerable.Range(0, length).Select(_ => Next(kind))];

    public AttentionInputs Attention(AttentionShape shape, DataKind kind, int queryLength, int keyLength, int keyCount)
    {
        float[] query = Fill(kind, shape.Query(queryLength).Length);
        float[] key = Fill(kind, shape.Key(keyLength).Length);
        float[] value = Fill(kind, shape.Value(keyLength).Length);
        AttentionInputs inputs = new(query, key, value, queryLength, keyLength, keyCount);
        switch (kind)
        {
            case DataKind.NearlyTied:
                NearlyTie(shape, inputs);
                break;
            case DataKind.Poison:
                Poison(shape, inputs);
                break;
        }

        return inputs;
    }

    private float Next(DataKind kind) => kind switch
    {
        DataKind.Ties => random.Next(-1, 2) * 0.5f,
        DataKind.Huge => Signed(Exponential(30, 38.53)),
        DataKind.HugePositive => Exponential(17, 38.53),
        DataKind.Subnormal => Signed(Exponential(-45, -37)),
        DataKind.SignedZero => Signed(random.Next(0, 2)),
        DataKind.Contagion when random.Next(40) == 0 => Poisons[random.Next(Poisons.Length)],
        _ => (random.NextSingle() * 4) - 2,
    };

    private float Signed(float magnitude) => random.Next(2) == 0 ? magnitude : -magnitude;

    private float Exponential(double lowest, double highest) =>
        Math.Min((float)Math.Pow(10, lowest + (random.NextDouble() * (highest - lowest))), float.MaxValue);

    // All keys are one direction, a little longer or shorter; queries are its multiples, so that logits lie near ±1e4.
    private void NearlyTie(AttentionShape shape, AttentionInputs inputs)
    {
        float[] direction = [.. Enumerable.Range(0, shape.HeadDim).Select(_ => 0.5f + random.NextSingle())];
        double square = direction.Sum(x => (double)x * x);
        Stretch(inputs.Key, direction, () => 1 + (random.Next(-8, 9) * 0.00004));
        Stretch(inputs.Query, direction, () => (random.Next(2) == 0 ? 1e4 : -1e4) / (square * shape.Scale));
    }

    private static void Stretch(float[] tensor, float[] direction, Func<double> factor)
    {
        for (int start = 0; start < tensor.Length; start += direction.Length)
        {
            double length = factor();
            for (int x = 0; x < direction.Length; x++)
            {
                tensor[start + x] = (float)(direction[x] * length);
            }
        }
    }

    private void Poison(AttentionShape shape, AttentionInputs inputs)
    {
        for (int key = 0; key < inputs.KeyLength; key++)
        {
            if (Enumerable.Range(0, inputs.QueryLength).Any(row => shape.IsInBounds(row, key, inputs.QueryLength, inputs.KeyCount)))
            {
                continue;
            }

            for (int head = 0; head < shape.KeyValueHeads; head++)
            {
                Poison(shape.Key(inputs.KeyLength).Head(inputs.Key, key, head));
                Poison(shape.Value(inputs.KeyLength).Head(inputs.Value, key, head));
            }
        }
    }

    private void Poison(Span<float> numbers)
    {
        foreach (ref float number in numbers)
        {
            number = Poisons[random.Next(Poisons.Length)];
        }
    }
}
