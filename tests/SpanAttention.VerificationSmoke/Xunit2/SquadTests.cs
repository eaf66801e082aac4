using Xunit;

/// <summary>Every property of a declared type, as a test of its own.</summary>
public sealed class SquadTests
{
    public static IEnumerable<object[]> Properties => SpanAttention.Verification.AttentionProperties.Of<Squad>().Names;

    [Theory]
    [MemberData(nameof(Properties))]
    public void Has(string property) => Checks.Has(property);

    [Fact]
    public void FindsZeros() => Checks.FindsZeros();
}
