using SpanAttention.Verification;

namespace Verification;

/// <summary>Tells what became of a routine.</summary>
internal static class Print
{
    public static void Verdict<TProperty>(string title, PropertySet<TProperty> properties, VerificationSettings settings)
        where TProperty : VerifiedProperty
    {
        Console.WriteLine(title);
        IReadOnlyList<Counterexample> found = properties.FalsifyAll(settings);
        if (found.Count == 0)
        {
            Console.WriteLine($"{properties.RoutineName}: all {properties.Count} properties hold on {settings.Cases} cases each");
            Console.WriteLine();
            return;
        }

        Console.WriteLine(found[0]);
        string[] others = [.. found.Skip(1).Select(static counterexample => counterexample.Property.Name)];
        if (others.Length > 0)
        {
            Console.WriteLine($"  also broken: {string.Join(", ", others)}");
        }

        Console.WriteLine();
    }
}
