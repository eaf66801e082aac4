namespace SpanAttention.Benchmarks.Onnx;

/// <summary>A node's attribute; numbers are the fields of onnx.proto's AttributeProto.</summary>
internal sealed record OnnxAttribute(string Name, long? Integer, float? Single)
{
    private const int NameField = 1;
    private const int SingleField = 2;
    private const int IntegerField = 3;
    private const int TypeField = 20;
    private const int SingleType = 1;
    private const int IntegerType = 2;

    public static OnnxAttribute Of(string name, long value) => new(name, value, null);

    public static OnnxAttribute Of(string name, float value) => new(name, null, value);

    public static OnnxAttribute Of(string name, bool value) => new(name, value ? 1 : 0, null);

    public ProtobufWriter ToMessage()
    {
        ProtobufWriter message = new ProtobufWriter().Text(NameField, Name);
        return Integer is long integer
            ? message.Integer(IntegerField, integer).Integer(TypeField, IntegerType)
            : message.Single(SingleField, Single.GetValueOrDefault()).Integer(TypeField, SingleType);
    }
}
