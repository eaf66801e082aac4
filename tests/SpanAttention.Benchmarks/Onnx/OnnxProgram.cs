namespace SpanAttention.Benchmarks.Onnx;

/// <summary>A workload in terms of one attention operator, and the calls to make in turn.</summary>
internal sealed record OnnxProgram(string Operator, AttentionLayout OutputLayout, OnnxGraph Graph, IReadOnlyList<OnnxCall> Calls);
