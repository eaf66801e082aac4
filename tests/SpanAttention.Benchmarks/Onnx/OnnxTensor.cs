namespace SpanAttention.Benchmarks.Onnx;

/// <summary>A named tensor that a session reads or writes where it lies.</summary>
internal sealed record OnnxTensor(string Name, float[] Values, params long[] Shape);
