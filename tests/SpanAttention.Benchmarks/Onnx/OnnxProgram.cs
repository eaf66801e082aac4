namespace SpanAttention.Benchmarks.Onnx;

/// <summary>A workload in terms of operators, and the calls to make in turn.</summary>
internal sealed record OnnxProgram(string Operator, AttentionLayout OutputLayout, OnnxGraph Graph, IReadOnlyList<OnnxCall> Calls)
{
    /// <summary>Whether each call has a session, and weights, of its own, so that it finds them in DRAM.</summary>
    public bool HasManySessions { get; init; }

    /// <summary>What the result is without its padding, where there is any.</summary>
    public Padding? Padding { get; init; }
}
