/// <summary>FNV-1a, 64 bits, over the bits of floats: one bit of one output changes it.</summary>
internal sealed class OutputHash
{
    private const ulong Prime = 1099511628211;

    public ulong Value { get; private set; } = 14695981039346656037;

    public void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            Value = unchecked((Value ^ BitConverter.SingleToUInt32Bits(value)) * Prime);
        }
    }
}
