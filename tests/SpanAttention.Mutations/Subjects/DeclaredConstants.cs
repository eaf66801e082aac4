using System.Reflection;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Constants of a declared type are those of its kernels, and its stack is their scratch.</summary>
internal static class DeclaredConstants
{
    public static IEnumerable<string> Differences(Assembly assembly, string name)
    {
        Type declared = assembly.GetType($"{DeclarationWriter.Namespace}.{name}", throwOnError: true)!;
        Dictionary<string, int> kernels = Kernel.All(assembly).SelectMany(Of).DistinctBy(static constant => constant.Key).ToDictionary();
        int scratch = Kernel.All(assembly).Select(Of).Max(static kernel => kernel.GetValueOrDefault("ScratchLength") + kernel.GetValueOrDefault("AlignmentSlack"));
        Dictionary<string, int> expected = new(kernels) { ["StackBytes"] = sizeof(float) * scratch };
        foreach (Type cross in Kernel.All(assembly).Where(static kernel => kernel.Name.EndsWith("CrossAttentionKernel", StringComparison.Ordinal)))
        {
            expected["ContextDim"] = Of(cross)["KeyInputDim"];
        }

        return from constant in Of(declared)
               where constant.Value != expected[constant.Key]
               select $"{constant.Key} is {constant.Value}; expected {expected[constant.Key]}";
    }

    private static Dictionary<string, int> Of(Type type) => type.GetFields(Kernel.Constants)
        .Where(static field => field.IsLiteral && field.FieldType == typeof(int))
        .ToDictionary(static field => field.Name, static field => (int)field.GetRawConstantValue()!);
}
