using System.Reflection;

namespace SpanAttention.Mutations.Subjects;

/// <summary>The class of a subject's routines; of a block there is one more for each part.</summary>
internal static class Kernel
{
    public const BindingFlags Constants = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The only one whose name ends so.</summary>
    public static Type Of(Assembly assembly, string part = "") => All(assembly).Single(type => type.Name.EndsWith($"{part}Kernel", StringComparison.Ordinal));

    public static IEnumerable<Type> All(Assembly assembly) => assembly.GetTypes().Where(static type => type.Name.EndsWith("Kernel", StringComparison.Ordinal));

    /// <summary>Floats of the block of tokens that a layer works in.</summary>
    public static long BlockLength(Type kernel) => (long)kernel.GetField("BlockLength", Constants)!.GetRawConstantValue()!;
}
