using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Shapes;

/// <summary>A part of a transformer block.</summary>
/// <param name="Name">The name of its weights: <c>FeedForward</c>.</param>
/// <param name="Spec">What is declared.</param>
internal sealed record BlockPart(string Name, DeclaredSpec Spec)
{
    /// <summary>The parameter that holds its packed weights: <c>feedForward</c>.</summary>
    public string Parameter => Casing.Camel(Name);
}
