namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>One emitted member as a call on named buffers.</summary>
public sealed record MemberCall(string Name, string[] Inputs, string[] Outputs, Action<CallBuffers> Call);
