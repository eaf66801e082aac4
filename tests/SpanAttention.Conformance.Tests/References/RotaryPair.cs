using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The two dimensions of a head that are turned together.</summary>
public readonly record struct RotaryPair(int First, int Second)
{
    public static RotaryPair Of(LayerDeclaration declaration, int pair) =>
        declaration.Rotary == RotaryLayout.Interleaved ? new(2 * pair, (2 * pair) + 1) : new(pair, pair + declaration.RotaryPairs);
}
