using System.Reflection;

namespace SpanAttention.Mutations.Subjects;

/// <summary>The class of a subject's routines.</summary>
internal static class Kernel
{
    public const BindingFlags Constants = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public static Type Of(Assembly assembly) => assembly.GetTypes().Single(static type => type.Name.EndsWith("Kernel", StringComparison.Ordinal));
}
