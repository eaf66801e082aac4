using System.Reflection;

namespace SpanAttention.WeightFiles;

/// <summary>
/// The weights of an ONNX model, its graph's initializers, in place, and its nodes, which say what they are for. Nothing is executed.
/// Numbers in the code are the fields of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
/// </summary>
public sealed class OnnxFile : WeightFile
{
    private const int GraphOfModel = 7;
    private const int NodeOfGraph = 1;
    private const int InitializerOfGraph = 5;

    private OnnxFile(FileBytes bytes, IReadOnlyList<WeightTensor> tensors, IReadOnlyList<OnnxNode> nodes)
        : base(bytes, tensors) => Nodes = nodes;

    /// <summary>The nodes of the graph, in its order: every one behind those whose outputs it takes. Those of graphs within nodes are left out.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; }

    /// <summary>Opens a file, mapped into memory: a tensor is read from the disk as it is used.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged, no such file, or keeps its tensors in other files; the message says where, in words and numbers.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static OnnxFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Open(MappedBytes.OfFile(path));
    }

    /// <summary>Opens a file that is embedded in an assembly, where it lies.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">The resource's name, such as <c>Company.Model.model.onnx</c>.</param>
    /// <exception cref="FileNotFoundException">The assembly has no resource of that name; the message has those that there are.</exception>
    /// <exception cref="InvalidDataException">It is damaged, no such file, or keeps its tensors in other files; the message says where, in words and numbers.</exception>
    public static OnnxFile OpenResource(Assembly assembly, string resource)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(resource);
        return Open(MappedBytes.OfResource(assembly, resource));
    }

    /// <summary>Reads a file that is in memory.</summary>
    /// <param name="bytes">All of its bytes; they must not change while it is used.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">It is damaged, no such file, or keeps its tensors in other files; the message says where, in words and numbers.</exception>
    public static OnnxFile Read(ReadOnlyMemory<byte> bytes, string name = "onnx")
    {
        ArgumentNullException.ThrowIfNull(name);
        return Open(new MemoryBytes(name, bytes));
    }

    /// <summary>The matrix that belongs to a bias: exporters name the biases of linear layers, and leave their matrices nameless. It is the second input of the MatMul whose product is added to the bias.</summary>
    /// <param name="bias">The bias's name, such as <c>encoder.layer.0.attention.self.query.bias</c>.</param>
    /// <returns>The matrix, [inputs, outputs].</returns>
    /// <exception cref="InvalidDataException">No product, or more than one, is added to that bias, or it is not one with an initializer.</exception>
    public WeightTensor MatrixOf(string bias)
    {
        ArgumentNullException.ThrowIfNull(bias);
        string[] matrices =
        [
            .. from sum in Nodes
               where sum.Operator == "Add" && sum.Inputs.Contains(bias)
               from product in Nodes
               where product.Operator == "MatMul" && product.Inputs.Count == 2 && product.Outputs.Any(output => sum.Inputs.Contains(output))
               select product.Inputs[1],
        ];
        return matrices is [string matrix] && TryGetTensor(matrix, out WeightTensor? tensor)
            ? tensor
            : throw Bytes.Damaged($"{matrices.Length} products are added to {bias}; one product with an initializer is needed.");
    }

    private static OnnxFile Open(FileBytes bytes)
    {
        try
        {
            return Parse(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static OnnxFile Parse(FileBytes bytes)
    {
        if (bytes.Length > int.MaxValue)
        {
            throw bytes.Damaged($"the file holds {bytes.Length} bytes; protobuf has {int.MaxValue} at most.");
        }

        List<WeightTensor> tensors = [];
        List<OnnxNode> nodes = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        ProtobufReader graph = Graph(bytes);
        while (graph.Next())
        {
            switch (graph.Field)
            {
                case NodeOfGraph:
                    nodes.Add(ReadNode(graph.Message()));
                    break;
                case InitializerOfGraph:
                    WeightTensor tensor = new OnnxTensorReader(bytes).Read(graph.Message());
                    tensors.Add(names.Add(tensor.Name) ? tensor : throw bytes.Damaged($"there are two initializers {tensor.Name}."));
                    break;
            }
        }

        return new(bytes, tensors, nodes);
    }

    private static ProtobufReader Graph(FileBytes bytes)
    {
        ProtobufReader model = new(bytes, bytes.Span<byte>(0, (int)bytes.Length), 0, (int)bytes.Length);
        Piece? graph = null;
        while (model.Next())
        {
            if (model.Field == GraphOfModel)
            {
                graph = graph is null ? model.Bytes() : throw bytes.Damaged($"there are two graphs.");
            }
        }

        return model.Within(graph ?? throw bytes.Damaged($"there is no graph in its {bytes.Length} bytes."));
    }

    private static OnnxNode ReadNode(ProtobufReader node)
    {
        const int Input = 1;
        const int Output = 2;
        const int Name = 3;
        const int Operator = 4;

        string name = "";
        string type = "";
        List<string> inputs = [];
        List<string> outputs = [];
        while (node.Next())
        {
            switch (node.Field)
            {
                case Input:
                    inputs.Add(node.Text());
                    break;
                case Output:
                    outputs.Add(node.Text());
                    break;
                case Name:
                    name = node.Text();
                    break;
                case Operator:
                    type = node.Text();
                    break;
            }
        }

        return new(name, type, inputs, outputs);
    }
}
