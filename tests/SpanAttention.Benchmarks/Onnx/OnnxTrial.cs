using SpanAttention.Benchmarks.Contenders;

namespace SpanAttention.Benchmarks.Onnx;

/// <summary>A way of ONNX Runtime to compute a workload.</summary>
/// <param name="Operator">The operator that it is named after.</param>
/// <param name="Create">A call that makes the contender.</param>
internal sealed record OnnxTrial(string Operator, Func<Contender> Create);
