using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Onnx;

/// <summary>A feed-forward in the operators of ONNX Runtime: a bias goes with the activation, or with the product.</summary>
internal sealed class FeedForwardPrograms(Workload workload, FeedForwardTensors tensors, int copies)
{
    private readonly float[] output = new float[workload.OutputLength];

    private long[] Shape => [workload.Tokens, workload.ModelDim];

    public IEnumerable<OnnxProgram> All()
    {
        yield return Program("MatMul and FastGelu", Graph()
            .Node("MatMul", ["inputs", "upWeight"], ["up"])
            .MicrosoftNode("FastGelu", ["up", "upBias"], ["hidden"])
            .Node("MatMul", ["hidden", "downWeight"], ["down"])
            .Node("Add", ["down", "downBias"], ["output"]));
        yield return Program("Gemm and FastGelu", Graph()
            .Node("Gemm", ["inputs", "upWeight", "upBias"], ["up"])
            .MicrosoftNode("FastGelu", ["up"], ["hidden"])
            .Node("Gemm", ["hidden", "downWeight", "downBias"], ["output"]));
    }

    private OnnxGraph Graph() => new OnnxGraph()
        .Input("inputs", Shape)
        .Output("output", Shape)
        .Constant("upWeight", WeightOrder.Transpose(tensors.Up, workload.ModelDim), workload.ModelDim, workload.HiddenDim)
        .Constant("upBias", tensors.UpBias, workload.HiddenDim)
        .Constant("downWeight", WeightOrder.Transpose(tensors.Down, workload.HiddenDim), workload.HiddenDim, workload.ModelDim)
        .Constant("downBias", tensors.DownBias, workload.ModelDim);

    private OnnxProgram Program(string name, OnnxGraph graph)
    {
        OnnxCall call = new([new("inputs", tensors.Inputs, Shape)], [new("output", output, Shape)]);
        return new OnnxProgram(name, AttentionLayout.TokensFirst, graph, [.. Enumerable.Repeat(call, copies)]) { HasManySessions = true };
    }
}
