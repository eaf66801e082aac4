namespace SpanAttention.Verification.Tests;

/// <summary>Every property of a declared type, as a test of its own.</summary>
/// <typeparam name="T">The type.</typeparam>
public abstract class DeclaredTypeTests<T>
    where T : IDeclaredContexts
{
    // Every class draws other cases, and all of them other ones in every run.
    private static readonly VerificationSettings Settings = new() { Cases = 25, Seed = RunSeed.For(typeof(T).Name) };

    public static IEnumerable<object[]> Properties => AttentionProperties.Of<T>().Names;

    [Theory]
    [MemberData(nameof(Properties))]
    public void Has(string property) => AttentionProperties.Of<T>()[property].Check(Settings);
}
