namespace SpanAttention.WeightFiles;

/// <summary>A node of an ONNX graph: an operator and the names of what it takes and gives. Its attributes are not read.</summary>
public sealed class OnnxNode
{
    internal OnnxNode(string name, string operatorType, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        Name = name;
        Operator = operatorType;
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>The node's name; empty where it has none.</summary>
    public string Name { get; }

    /// <summary>The operator, such as <c>MatMul</c>.</summary>
    public string Operator { get; }

    /// <summary>Names of its inputs; an optional one that is left out is empty.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of its outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }
}
