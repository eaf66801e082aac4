using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>The tokens that <see cref="DataKind.LatePoison"/> is in.</summary>
internal static class PoisonedTokens
{
    private const int FromTheEnd = 3;

    /// <summary>The third from the end of so many; where windows leave early keys behind, the third from the start too.</summary>
    public static IEnumerable<int> Of(AttentionShape shape, int tokens)
    {
        if (tokens >= FromTheEnd)
        {
            yield return tokens - FromTheEnd;
            if (shape.HasLeftBound)
            {
                yield return FromTheEnd - 1;
            }
        }
    }
}
