namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>One emitted member as a call on named buffers.</summary>
public sealed record MemberCall(string Name, string[] Inputs, string[] Outputs, Action<CallBuffers> Call)
{
    /// <summary>Inputs that the member reads where they lie. Of positions, which are floats here, threads take a copy as a memory of integers.</summary>
    public IEnumerable<string> InputsInPlace => Inputs.Where(input => input != "positions" || !Name.StartsWith("ForwardParallel", StringComparison.Ordinal));
}
