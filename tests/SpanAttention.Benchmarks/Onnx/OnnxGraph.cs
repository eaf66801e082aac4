namespace SpanAttention.Benchmarks.Onnx;

/// <summary>Builds a model in memory; numbers are the fields of onnx.proto.</summary>
internal sealed class OnnxGraph
{
    public const string Microsoft = "com.microsoft";

    private const int IntermediateVersion = 10;
    private const int OperatorSet = 23;
    private const int SingleElement = 1;
    private const int Int32Element = 6;
    private const int BooleanElement = 9;

    private readonly ProtobufWriter graph = new ProtobufWriter().Text(field: 2, "attention");

    /// <summary>Adds an input of floats; a length of 0 is any.</summary>
    public OnnxGraph Input(string name, params ReadOnlySpan<long> shape)
    {
        graph.Message(field: 11, ValueInfo(name, SingleElement, shape));
        return this;
    }

    /// <summary>Adds an input of truth values.</summary>
    public OnnxGraph BooleanInput(string name, params ReadOnlySpan<long> shape)
    {
        graph.Message(field: 11, ValueInfo(name, BooleanElement, shape));
        return this;
    }

    public OnnxGraph Output(string name, params ReadOnlySpan<long> shape)
    {
        graph.Message(field: 12, ValueInfo(name, SingleElement, shape));
        return this;
    }

    public OnnxGraph Constant(string name, float[] values, params ReadOnlySpan<long> shape)
    {
        graph.Message(field: 5, Shape(shape).Integer(field: 2, SingleElement).Text(field: 8, name).Numbers<float>(field: 9, values));
        return this;
    }

    public OnnxGraph Constant(string name, int value, params ReadOnlySpan<long> shape) => Constant(name, [value], shape);

    public OnnxGraph Constant(string name, int[] values, params ReadOnlySpan<long> shape)
    {
        graph.Message(field: 5, Shape(shape).Integer(field: 2, Int32Element).Text(field: 8, name).Numbers<int>(field: 9, values));
        return this;
    }

    /// <summary>Adds an operator of ONNX itself.</summary>
    public OnnxGraph Node(string type, string[] inputs, string[] outputs, params OnnxAttribute[] attributes) =>
        Node(domain: string.Empty, type, inputs, outputs, attributes);

    /// <summary>Adds an operator of ONNX Runtime's own.</summary>
    public OnnxGraph MicrosoftNode(string type, string[] inputs, string[] outputs, params OnnxAttribute[] attributes) =>
        Node(Microsoft, type, inputs, outputs, attributes);

    public byte[] ToModel() => new ProtobufWriter()
        .Integer(field: 1, IntermediateVersion)
        .Message(field: 7, graph)
        .Message(field: 8, OperatorSetId(string.Empty, OperatorSet))
        .Message(field: 8, OperatorSetId(Microsoft, version: 1))
        .ToArray();

    private OnnxGraph Node(string domain, string type, string[] inputs, string[] outputs, OnnxAttribute[] attributes)
    {
        ProtobufWriter node = new();
        foreach (string input in inputs)
        {
            node.Text(field: 1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(field: 2, output);
        }

        node.Text(field: 4, type).Text(field: 7, domain);
        foreach (OnnxAttribute attribute in attributes)
        {
            node.Message(field: 5, attribute.ToMessage());
        }

        graph.Message(field: 1, node);
        return this;
    }

    private static ProtobufWriter OperatorSetId(string domain, long version) => new ProtobufWriter().Text(field: 1, domain).Integer(field: 2, version);

    private static ProtobufWriter Shape(ReadOnlySpan<long> shape)
    {
        ProtobufWriter tensor = new();
        foreach (long length in shape)
        {
            tensor.Integer(field: 1, length);
        }

        return tensor;
    }

    private static ProtobufWriter ValueInfo(string name, int element, ReadOnlySpan<long> shape)
    {
        ProtobufWriter dimensions = new();
        foreach (long length in shape)
        {
            dimensions.Message(field: 1, length > 0 ? new ProtobufWriter().Integer(field: 1, length) : new ProtobufWriter());
        }

        ProtobufWriter tensor = new ProtobufWriter().Integer(field: 1, element).Message(field: 2, dimensions);
        return new ProtobufWriter().Text(field: 1, name).Message(field: 2, new ProtobufWriter().Message(field: 1, tensor));
    }
}
