namespace SpanAttention.WeightFiles;

/// <summary>The fields of one protobuf message, in place: a number and a wire type each, then a varint, 4 or 8 bytes, or a length and as many bytes.</summary>
/// <param name="file">The file.</param>
/// <param name="bytes">All bytes of it.</param>
/// <param name="start">The message's first byte.</param>
/// <param name="end">The byte behind it.</param>
internal ref struct ProtobufReader(FileBytes file, ReadOnlySpan<byte> bytes, int start, int end)
{
    private const int LongestVarint = 10;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position = start;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>The wire type of the field that was read last.</summary>
    public WireType Type { get; private set; }

    /// <summary>Place and length of the value of the field that was read last. A varint's are its own bytes.</summary>
    public Piece Value { get; private set; }

    /// <summary>Tells whether the message is read to its end.</summary>
    public readonly bool AtEnd => position == end;

    /// <summary>Reads the next field, whose value must lie within the message.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Next()
    {
        if (AtEnd)
        {
            return false;
        }

        int tagStart = position;
        ulong tag = ReadVarint();
        if (tag >> 3 is 0 or > int.MaxValue >> 2)
        {
            throw file.Damaged($"at byte {tagStart} begins a field of number {tag >> 3}, which there is not.");
        }

        Field = (int)(tag >> 3);
        Type = (WireType)(tag & 7);
        Value = Type switch
        {
            WireType.Varint => Varint(),
            WireType.EightBytes => Take(8),
            WireType.Bytes => Take(ReadVarint()),
            WireType.FourBytes => Take(4),
            _ => throw file.Damaged($"at byte {tagStart} begins field {Field} of wire type {(int)Type}, which is not known."),
        };
        return true;
    }

    /// <summary>The varint that the field is.</summary>
    public readonly long Integer()
    {
        Expect(WireType.Varint);
        ProtobufReader value = new(file, bytes, Value.Start, Value.Start + Value.Length);
        return (long)value.ReadVarint();
    }

    /// <summary>The bytes that the field is.</summary>
    public readonly Piece Bytes()
    {
        Expect(WireType.Bytes);
        return Value;
    }

    /// <summary>The message that the field is.</summary>
    public readonly ProtobufReader Message()
    {
        Expect(WireType.Bytes);
        return Within(Value);
    }

    /// <summary>A reader of a part of the file.</summary>
    public readonly ProtobufReader Within(Piece piece) => new(file, bytes, piece.Start, piece.Start + piece.Length);

    /// <summary>The text that the field is.</summary>
    public readonly string Text()
    {
        Expect(WireType.Bytes);
        ReadOnlySpan<byte> text = bytes.Slice(Value.Start, Value.Length);
        return System.Text.Unicode.Utf8.IsValid(text)
            ? System.Text.Encoding.UTF8.GetString(text)
            : throw file.Damaged($"field {Field} at byte {Value.Start} is no text in UTF-8.");
    }

    /// <summary>Reads a varint: 7 bits a byte, the lowest first.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int count = 0; count < LongestVarint && position < end; count++)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << (7 * count);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw file.Damaged($"a varint does not end before byte {position}, where its message ends or it has {LongestVarint} bytes.");
    }

    private Piece Varint()
    {
        int first = position;
        ReadVarint();
        return new(first, position - first);
    }

    private Piece Take(ulong length)
    {
        if (length > (ulong)(end - position))
        {
            throw file.Damaged($"field {Field} at byte {position} would take {length} bytes; its message ends after {end - position}.");
        }

        Piece piece = new(position, (int)length);
        position += (int)length;
        return piece;
    }

    private readonly void Expect(WireType expected)
    {
        if (Type != expected)
        {
            throw file.Damaged($"field {Field} at byte {Value.Start} is of wire type {(int)Type}; {(int)expected} is needed.");
        }
    }
}
