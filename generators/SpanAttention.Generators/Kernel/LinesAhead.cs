namespace SpanAttention.Generators.Kernel;

/// <summary>Cache lines that a loop asks of memory while it runs on what it has: loads in flight, not their latency, are then what bounds it.</summary>
/// <param name="Element">The type of what is asked for.</param>
/// <param name="Start">Reference to it at step 0.</param>
/// <param name="Width">Elements a step, an expression.</param>
/// <param name="Stride">Elements from one step to the next.</param>
internal sealed record LinesAhead(string Element, string Start, string Width, string Stride);
