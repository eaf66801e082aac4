namespace SpanAttention.WeightFiles;

/// <summary>An element type as files name it.</summary>
/// <param name="Element">The element type.</param>
/// <param name="Bits">Bits of an element.</param>
/// <param name="SafeTensorsName">Its dtype in safetensors; null where it has none.</param>
/// <param name="OnnxCode">Its data type in ONNX; 0 where it has none.</param>
/// <param name="Value">The type of a span of it; null where there is none but bytes.</param>
internal sealed record ElementType(TensorElement Element, int Bits, string? SafeTensorsName, int OnnxCode, Type? Value)
{
    private static readonly ElementType[] All =
    [
        new(TensorElement.Single, 32, "F32", 1, typeof(float)),
        new(TensorElement.Half, 16, "F16", 10, typeof(Half)),
        new(TensorElement.BFloat16, 16, "BF16", 16, typeof(ushort)),
        new(TensorElement.Double, 64, "F64", 11, typeof(double)),
        new(TensorElement.Boolean, 8, "BOOL", 9, null),
        new(TensorElement.Int8, 8, "I8", 3, typeof(sbyte)),
        new(TensorElement.UInt8, 8, "U8", 2, typeof(byte)),
        new(TensorElement.Int16, 16, "I16", 5, typeof(short)),
        new(TensorElement.UInt16, 16, "U16", 4, typeof(ushort)),
        new(TensorElement.Int32, 32, "I32", 6, typeof(int)),
        new(TensorElement.UInt32, 32, "U32", 12, typeof(uint)),
        new(TensorElement.Int64, 64, "I64", 7, typeof(long)),
        new(TensorElement.UInt64, 64, "U64", 13, typeof(ulong)),
        new(TensorElement.Complex64, 64, "C64", 14, null),
        new(TensorElement.Complex128, 128, null, 15, null),
        new(TensorElement.Float4E2M1, 4, "F4", 23, null),
        new(TensorElement.Float6E2M3, 6, "F6_E2M3", 0, null),
        new(TensorElement.Float6E3M2, 6, "F6_E3M2", 0, null),
        new(TensorElement.Float8E4M3, 8, "F8_E4M3", 17, null),
        new(TensorElement.Float8E4M3Fnuz, 8, "F8_E4M3FNUZ", 18, null),
        new(TensorElement.Float8E5M2, 8, "F8_E5M2", 19, null),
        new(TensorElement.Float8E5M2Fnuz, 8, "F8_E5M2FNUZ", 20, null),
        new(TensorElement.Float8E8M0, 8, "F8_E8M0", 24, null),
        new(TensorElement.Int4, 4, null, 22, null),
        new(TensorElement.UInt4, 4, null, 21, null),
        new(TensorElement.Int2, 2, null, 26, null),
        new(TensorElement.UInt2, 2, null, 25, null),
    ];

    /// <summary>The row of an element type; the table follows the enum.</summary>
    public static ElementType Of(TensorElement element) => All[(int)element];

    /// <summary>The row of a dtype of safetensors, or null.</summary>
    public static ElementType? OfSafeTensors(string name) => Array.Find(All, type => type.SafeTensorsName == name);

    /// <summary>The row of a data type of ONNX, or null.</summary>
    public static ElementType? OfOnnx(long code) => Array.Find(All, type => type.OnnxCode != 0 && type.OnnxCode == code);
}
