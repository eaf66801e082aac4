using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Onnx;

namespace SpanAttention.Benchmarks.Models;

/// <summary>The model in the operators that ONNX Runtime fuses one to, with GroupQueryAttention, which appends to its caches in place.</summary>
internal sealed class OnnxModel(ModelTensors tensors, int threads)
{
    /// <summary>A call of it; what the caches hold before is made by a call of its own.</summary>
    public Contender Contender(ModelCall call) => new OnnxContender(Program(call, call.Cached > 0 ? Read(new ModelCall("cached", 0, call.Cached), call.Length) : []), threads);

    /// <summary>Keys and values of all layers after a call, with room for so many tokens.</summary>
    private float[][] Read(ModelCall call, int capacity)
    {
        OnnxProgram program = Program(call, []);
        using OnnxContender contender = new(program, threads);
        contender.Run(calls: 1);
        return [.. program.Calls[0].Outputs.Skip(1).Select(output => Grow(output.Values, call.Length, capacity))];
    }

    private static float[] Grow(float[] heads, int length, int capacity)
    {
        float[] grown = new float[ModelShape.Heads * capacity * ModelShape.HeadDim];
        for (int head = 0; head < ModelShape.Heads; head++)
        {
            heads.AsSpan(head * length * ModelShape.HeadDim, length * ModelShape.HeadDim).CopyTo(grown.AsSpan(head * capacity * ModelShape.HeadDim));
        }

        return grown;
    }

    private OnnxProgram Program(ModelCall call, float[][] caches)
    {
        long[] streamShape = [1, call.Tokens, ModelShape.Dim];
        long[] cacheShape = [1, ModelShape.Heads, call.Length, ModelShape.HeadDim];
        float[] stream = tensors.Text(call.Cached, call.Tokens);
        bool isCached = caches.Length > 0;
        float[][] present = isCached ? caches : [.. Enumerable.Range(0, 2 * ModelShape.Layers).Select(_ => new float[call.Length * ModelShape.Dim])];
        OnnxCall onnxCall = new(
            [new("stream", stream, streamShape), .. isCached ? Caches("past", caches, cacheShape) : []],
            [new("logits", new float[ModelShape.Vocabulary], 1, ModelShape.Vocabulary), .. Caches("present", present, cacheShape)]);
        return new("GroupQueryAttention and fused operators", AttentionLayout.TokensFirst, new ModelGraph(tensors, call).Graph(), [onnxCall]);
    }

    private static IEnumerable<OnnxTensor> Caches(string name, float[][] values, long[] shape) =>
        values.Select((value, index) => new OnnxTensor($"{name}{(index % 2 == 0 ? "Key" : "Value")}{index / 2}", value, shape));
}
