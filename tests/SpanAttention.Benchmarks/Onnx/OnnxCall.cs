namespace SpanAttention.Benchmarks.Onnx;

/// <summary>The tensors of one call; the first output is the result.</summary>
internal sealed record OnnxCall(OnnxTensor[] Inputs, OnnxTensor[] Outputs);
