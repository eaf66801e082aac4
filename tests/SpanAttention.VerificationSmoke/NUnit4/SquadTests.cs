using NUnit.Framework;

/// <summary>Every property of a declared type, as a test of its own.</summary>
public sealed class SquadTests
{
    public static IEnumerable<string> Properties => Checks.Names;

    [TestCaseSource(nameof(Properties))]
    public void Has(string property) => Checks.Has(property);

    [Test]
    public void FindsZeros() => Checks.FindsZeros();
}
