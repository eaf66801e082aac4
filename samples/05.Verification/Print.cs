using SpanAttention.Verification;

namespace Verification;

/// <summary>Tells what became of a routine.</summary>
internal static class Print
{
    public static void Verdict<TProperty>(string title, PropertySet<TProperty> properties, VerificationSettings settings)
        where TProperty : VerifiedProperty
    {
        Console.WriteLine(title);
        Verdict verdict = properties.TryAll(settings);
        if (verdict.Holds)
        {
            Console.WriteLine(verdict);
            Console.WriteLine();
            return;
        }

        Console.WriteLine(verdict.Counterexamples[0]);
        string[] others = [.. verdict.Counterexamples.Skip(1).Select(static counterexample => counterexample.Property.Name)];
        if (others.Length > 0)
        {
            Console.WriteLine($"  also broken: {string.Join(", ", others)}");
        }

        Console.WriteLine();
    }
}
