namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>The token that late poison is in.</summary>
internal static class LateToken
{
    private const int FromTheEnd = 3;

    /// <summary>The third from the end of so many; null where there are fewer.</summary>
    public static int? Of(int tokens) => tokens >= FromTheEnd ? tokens - FromTheEnd : null;
}
