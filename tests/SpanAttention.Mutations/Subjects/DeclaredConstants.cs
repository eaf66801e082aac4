using System.Reflection;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Constants of a declared type are those of its kernel, and its stack is the kernel's scratch.</summary>
internal static class DeclaredConstants
{
    public static IEnumerable<string> Differences(Assembly assembly, string name)
    {
        Type declared = assembly.GetType($"{DeclarationWriter.Namespace}.{name}", throwOnError: true)!;
        Dictionary<string, int> kernel = Of(Kernel.Of(assembly));
        Dictionary<string, int> expected = new(kernel) { ["StackBytes"] = sizeof(float) * (kernel["ScratchLength"] + kernel["AlignmentSlack"]) };
        return from constant in Of(declared)
               where constant.Value != expected[constant.Key]
               select $"{constant.Key} is {constant.Value}; expected {expected[constant.Key]}";
    }

    private static Dictionary<string, int> Of(Type type) => type.GetFields(Kernel.Constants)
        .Where(static field => field.IsLiteral && field.FieldType == typeof(int))
        .ToDictionary(static field => field.Name, static field => (int)field.GetRawConstantValue()!);
}
