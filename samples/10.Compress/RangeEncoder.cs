namespace Compress;

/// <summary>An arithmetic coder of bytes (Martin, "Range encoding: an algorithm for removing redundancy from a digitised message", 1979), in 64-bit integers: a message is a number within a range that every symbol narrows to its share.</summary>
internal sealed class RangeEncoder
{
    /// <summary>The range is never narrower, so that shares of totals up to 2³² are told apart.</summary>
    public const ulong LeastRange = 1UL << 48;

    /// <summary>Bytes of the number that are left out at the end, where they are zeros.</summary>
    public const int ZerosLeftOut = 6;

    private readonly List<byte> bytes = [];
    private ulong low;
    private ulong range = ulong.MaxValue;

    /// <summary>Narrows the range to a symbol's share.</summary>
    /// <param name="before">The shares of all symbols before it.</param>
    /// <param name="share">Its share, at least 1.</param>
    /// <param name="total">The shares of all symbols, at most 2³².</param>
    public void Encode(ulong before, ulong share, ulong total)
    {
        range /= total;
        Add(before * range);
        range *= share;
        while (range < LeastRange)
        {
            bytes.Add((byte)(low >> 56));
            low <<= 8;
            range <<= 8;
        }
    }

    /// <summary>The message: of the numbers within the range the one that ends in zeros.</summary>
    public byte[] Finish()
    {
        Add(LeastRange - 1);
        bytes.Add((byte)(low >> 56));
        bytes.Add((byte)(low >> 48));
        return [.. bytes];
    }

    private void Add(ulong number)
    {
        low += number;
        if (low >= number)
        {
            return;
        }

        // The sum has carried into the bytes before it.
        int last = bytes.Count;
        do
        {
            last--;
            bytes[last]++;
        }
        while (bytes[last] == 0);
    }
}
