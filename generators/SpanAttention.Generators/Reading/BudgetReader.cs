using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Reading;

/// <summary>Reads the budget that the assembly sets.</summary>
internal static class BudgetReader
{
    private const string MetadataName = "SpanAttention.AttentionBudgetAttribute";

    /// <summary>Null where none is set.</summary>
    public static AttentionBudget? Read(Compilation compilation)
    {
        AttributeData? attribute = compilation.Assembly.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.ToDisplayString() == MetadataName);
        return attribute is null ? null : new((int)Number(attribute, "StackBytes"), Number(attribute, "Flops"));
    }

    private static long Number(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value switch
        {
            int number => number,
            long number => number,
            _ => 0,
        };
}
