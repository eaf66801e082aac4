namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Makes the numbers of a trial, always the same for the same seed.</summary>
public sealed class DataFiller(int seed)
{
    // A payload in the low bits, which integer arithmetic on a float's bits would carry into its exponent.
    private static readonly float NaNWithPayload = BitConverter.UInt32BitsToSingle(0x7FC001A5);
    private static readonly float[] Poisons = [float.NaN, NaNWithPayload, float.PositiveInfinity, float.NegativeInfinity];

    private readonly Random random = new(seed);

    // Two seeds of four make numbers so small that a mean of them is rounded to 0.
    private readonly double largestSubnormal = seed / 2 % 2 == 0 ? -44.5 : -37;

    public float[] Fill(DataKind kind, int length)
    {
        float[] numbers = new float[length];
        Fill(kind, numbers);
        return numbers;
    }

    public void Fill(DataKind kind, Span<float> numbers)
    {
        foreach (ref float number in numbers)
        {
            number = Next(kind);
        }
    }

    public void Poison(Span<float> numbers)
    {
        foreach (ref float number in numbers)
        {
            number = Poisons[random.Next(Poisons.Length)];
        }
    }

    /// <summary>Rows of none, all, a range, few, half or most.</summary>
    public bool[] Flags(int rows, int columns) => [.. Enumerable.Range(0, rows).SelectMany(_ => FlagRow(columns))];

    public int Choose(int lowest, int highest) => random.Next(lowest, highest + 1);

    /// <summary>True once in so many times.</summary>
    public bool Once(int times) => random.Next(times) == 0;

    private IEnumerable<bool> FlagRow(int columns)
    {
        int first = random.Next(columns + 1);
        int last = random.Next(first, columns + 1);
        double share = random.Next(6) switch { 0 => 0, 1 => 1, 2 => double.NaN, 3 => 0.1, 4 => 0.5, _ => 0.9 };
        return [.. Enumerable.Range(0, columns).Select(column => double.IsNaN(share) ? column >= first && column < last : random.NextDouble() < share)];
    }

    private float Next(DataKind kind) => kind switch
    {
        DataKind.Ties => random.Next(-1, 2) * 0.5f,
        DataKind.Huge => Signed(Exponential(30, 38.53)),
        DataKind.HugePositive => Exponential(17, 38.53),
        DataKind.NearLimit => 1 + random.NextSingle(),
        DataKind.Subnormal => Signed(Exponential(-45, largestSubnormal)),
        DataKind.SignedZero => Signed(random.Next(0, 2)),
        DataKind.Contagion when random.Next(40) == 0 => Poisons[random.Next(Poisons.Length)],
        _ => (random.NextSingle() * 4) - 2,
    };

    private float Signed(float magnitude) => random.Next(2) == 0 ? magnitude : -magnitude;

    private float Exponential(double lowest, double highest) =>
        Math.Min((float)Math.Pow(10, lowest + (random.NextDouble() * (highest - lowest))), float.MaxValue);
}
