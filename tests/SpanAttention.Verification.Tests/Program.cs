using System.Reflection;

namespace SpanAttention.Verification.Tests;

/// <summary>Writes the canon that runs, then every declared type with the fingerprint of what it computes.</summary>
public static class Program
{
    private static readonly VerificationSettings Settings = new() { Cases = 20 };

    /// <summary>The types that declare attention in this assembly.</summary>
    public static IReadOnlyList<Type> DeclaredTypes { get; } =
        [.. typeof(Program).Assembly.GetTypes().Where(static type => type.IsAssignableTo(typeof(IDeclaredContexts))).OrderBy(static type => type.Name, StringComparer.Ordinal)];

    public static void Main()
    {
        MethodInfo fingerprint = new Func<ulong>(FingerprintOf<Tiny>).Method.GetGenericMethodDefinition();
        Console.WriteLine(AttentionNumerics.Arithmetic);
        foreach (Type type in DeclaredTypes)
        {
            Console.WriteLine($"{type.Name} {fingerprint.MakeGenericMethod(type).Invoke(null, null):x16}");
        }
    }

    private static ulong FingerprintOf<T>()
        where T : IDeclaredContexts => AttentionProperties.Of<T>().Fingerprint(Settings);
}
