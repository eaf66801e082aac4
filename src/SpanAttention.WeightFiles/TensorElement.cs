namespace SpanAttention.WeightFiles;

/// <summary>The type of a stored tensor's elements. <see cref="Single"/>, <see cref="Half"/> and <see cref="BFloat16"/> are read as floats and written; the others are listed, and their bytes are there.</summary>
public enum TensorElement
{
    /// <summary>32-bit float; F32 in safetensors, FLOAT in ONNX.</summary>
    Single,

    /// <summary>16-bit float with 5 bits of exponent; F16, FLOAT16.</summary>
    Half,

    /// <summary>The upper 16 bits of a 32-bit float; BF16, BFLOAT16.</summary>
    BFloat16,

    /// <summary>64-bit float; F64, DOUBLE.</summary>
    Double,

    /// <summary>A byte that is 0 or 1; BOOL.</summary>
    Boolean,

    /// <summary>8-bit integer with sign; I8, INT8.</summary>
    Int8,

    /// <summary>8-bit integer; U8, UINT8.</summary>
    UInt8,

    /// <summary>16-bit integer with sign; I16, INT16.</summary>
    Int16,

    /// <summary>16-bit integer; U16, UINT16.</summary>
    UInt16,

    /// <summary>32-bit integer with sign; I32, INT32.</summary>
    Int32,

    /// <summary>32-bit integer; U32, UINT32.</summary>
    UInt32,

    /// <summary>64-bit integer with sign; I64, INT64.</summary>
    Int64,

    /// <summary>64-bit integer; U64, UINT64.</summary>
    UInt64,

    /// <summary>Two 32-bit floats; C64, COMPLEX64.</summary>
    Complex64,

    /// <summary>Two 64-bit floats; COMPLEX128.</summary>
    Complex128,

    /// <summary>4-bit float, two a byte; F4, FLOAT4E2M1.</summary>
    Float4E2M1,

    /// <summary>6-bit float with 2 bits of exponent, four in three bytes; F6_E2M3.</summary>
    Float6E2M3,

    /// <summary>6-bit float with 3 bits of exponent, four in three bytes; F6_E3M2.</summary>
    Float6E3M2,

    /// <summary>8-bit float with 4 bits of exponent; F8_E4M3, FLOAT8E4M3FN.</summary>
    Float8E4M3,

    /// <summary>8-bit float with 4 bits of exponent and one zero; F8_E4M3FNUZ, FLOAT8E4M3FNUZ.</summary>
    Float8E4M3Fnuz,

    /// <summary>8-bit float with 5 bits of exponent; F8_E5M2, FLOAT8E5M2.</summary>
    Float8E5M2,

    /// <summary>8-bit float with 5 bits of exponent and one zero; F8_E5M2FNUZ, FLOAT8E5M2FNUZ.</summary>
    Float8E5M2Fnuz,

    /// <summary>A power of two as its exponent, 8 bits; F8_E8M0, FLOAT8E8M0.</summary>
    Float8E8M0,

    /// <summary>4-bit integer with sign, two a byte; INT4.</summary>
    Int4,

    /// <summary>4-bit integer, two a byte; UINT4.</summary>
    UInt4,

    /// <summary>2-bit integer with sign, four a byte; INT2.</summary>
    Int2,

    /// <summary>2-bit integer, four a byte; UINT2.</summary>
    UInt2,
}
