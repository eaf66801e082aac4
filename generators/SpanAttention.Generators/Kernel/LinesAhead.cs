using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>Cache lines that a loop asks of memory while it runs on what it has: loads in flight, not their latency, are then what bounds it.</summary>
/// <param name="Element">What is asked for: floats, or stored numbers.</param>
/// <param name="First">The variable that refers to the first of all.</param>
/// <param name="Start">Elements from there to what step 0 asks for, an expression; empty for none.</param>
/// <param name="Width">Elements a step, an expression.</param>
/// <param name="Stride">Elements from one step to the next.</param>
internal sealed record LinesAhead(StoredNumber Element, string First, string Start, string Width, string Stride)
{
    /// <summary>Tells whether much else is read before: <c>Prefetch.LaterLine</c> then leaves it what is in use.</summary>
    public bool IsLater { get; init; }

    /// <summary>The statement that asks for what belongs to <c>step</c>.</summary>
    public string Statement => $"Prefetch.{(IsLater ? "LaterLine" : "Line")}(ref {Element.At}(ref {First}, {(Start.Length == 0 ? $"step * {Stride}" : $"{Terms.Of(Start)} + (step * {Stride})")}), {Width});";
}
