namespace Compress;

/// <summary>Reads what <see cref="RangeEncoder"/> has written, symbol by symbol.</summary>
internal sealed class RangeDecoder
{
    private readonly ReadOnlyMemory<byte> bytes;
    private int position;
    private ulong code;
    private ulong range = ulong.MaxValue;

    /// <summary>Begins to read a message.</summary>
    /// <exception cref="InvalidDataException">It is too short for any.</exception>
    public RangeDecoder(ReadOnlyMemory<byte> bytes)
    {
        this.bytes = bytes;
        for (int index = 0; index < sizeof(ulong); index++)
        {
            code = (code << 8) | Next();
        }
    }

    /// <summary>Whether all of the message has been read.</summary>
    public bool IsAtEnd => position == bytes.Length + RangeEncoder.ZerosLeftOut;

    /// <summary>Finds the next symbol: the one whose share, with those before it, has this number. <see cref="Take"/> must follow.</summary>
    /// <param name="total">The shares of all symbols.</param>
    /// <exception cref="InvalidDataException">No symbol has it: the message is damaged.</exception>
    public ulong Find(ulong total)
    {
        range /= total;
        ulong number = code / range;
        return number < total ? number : throw Damaged();
    }

    /// <summary>Narrows the range to the share of the symbol that was found.</summary>
    /// <param name="before">The shares of all symbols before it.</param>
    /// <param name="share">Its share.</param>
    /// <exception cref="InvalidDataException">The message has ended before: it is damaged.</exception>
    public void Take(ulong before, ulong share)
    {
        code -= before * range;
        range *= share;
        while (range < RangeEncoder.LeastRange)
        {
            code = (code << 8) | Next();
            range <<= 8;
        }
    }

    private static InvalidDataException Damaged() => new("The packed text is damaged: it decodes to no text.");

    private byte Next()
    {
        int index = position++;
        return index < bytes.Length ? bytes.Span[index] : index < bytes.Length + RangeEncoder.ZerosLeftOut ? (byte)0 : throw Damaged();
    }
}
