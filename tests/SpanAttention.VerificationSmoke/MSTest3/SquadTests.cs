using Microsoft.VisualStudio.TestTools.UnitTesting;

/// <summary>Every property of a declared type, as a test of its own.</summary>
[TestClass]
public sealed class SquadTests
{
    public static IEnumerable<object[]> Properties => SpanAttention.Verification.AttentionProperties.Of<Squad>().Names;

    [TestMethod]
    [DynamicData(nameof(Properties))]
    public void Has(string property) => Checks.Has(property);

    [TestMethod]
    public void FindsZeros() => Checks.FindsZeros();
}
