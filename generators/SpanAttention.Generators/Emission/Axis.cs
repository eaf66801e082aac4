namespace SpanAttention.Generators.Emission;

/// <summary>One axis of a tensor that a member takes.</summary>
/// <param name="Name">What it counts, such as <c>query tokens</c>; axes of one name have one length in a call.</param>
/// <param name="Length">Its length; 0 where it comes from the spans.</param>
internal sealed record Axis(string Name, int Length);
