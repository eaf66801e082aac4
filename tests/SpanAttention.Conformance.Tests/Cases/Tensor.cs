namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>A tensor of a case, row-major. Booleans are 1 and 0; <see cref="Tolerance"/> is what an output may differ by.</summary>
public sealed record Tensor(string Name, int[] Shape, float[] Data, double Tolerance)
{
    public bool IsBoolean { get; init; }

    /// <summary>The part of one index along the first axis.</summary>
    public float[] Slice(int index)
    {
        int length = Data.Length / Shape[0];
        return Data[(index * length)..((index + 1) * length)];
    }

    public Expected Expect() => new(Name, Data, Tolerance);

    public Expected ExpectSlice(int index) => new(Name, Slice(index), Tolerance);
}
