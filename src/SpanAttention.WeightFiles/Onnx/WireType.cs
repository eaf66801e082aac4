namespace SpanAttention.WeightFiles;

/// <summary>Encoding of the value of a protobuf field.</summary>
internal enum WireType
{
    /// <summary>An integer of 1 to 10 bytes.</summary>
    Varint = 0,

    /// <summary>A number of 8 bytes.</summary>
    EightBytes = 1,

    /// <summary>A length and as many bytes: text, a message, or numbers one behind the other.</summary>
    Bytes = 2,

    /// <summary>A number of 4 bytes.</summary>
    FourBytes = 5,
}
