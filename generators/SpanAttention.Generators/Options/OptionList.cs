using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Options;

/// <summary>All options in canonical order: that of their steps on scores, of their parameters, and of their words.</summary>
internal static class OptionList
{
    public static readonly IReadOnlyList<OptionDefinition> All = [Window.Definition, SoftCap.Definition, Mask.Definition, Bias.Definition, Alibi.Definition, Sinks.Definition, Dropout.Definition];

    /// <summary>The options that a declaration asks for.</summary>
    public static EquatableArray<Option> Read(Declaration declaration) => new(All.Select(definition => definition.Read(declaration)).OfType<Option>());

    /// <summary>The rule for an argument; null where it belongs to no option.</summary>
    public static OptionArgument? Find(string argument) => All.SelectMany(static definition => definition.Arguments).FirstOrDefault(candidate => candidate.Name == argument);

    public static void CheckFit(Declaration declaration, FindingList findings)
    {
        foreach (OptionDefinition definition in All)
        {
            definition.CheckFit(declaration, findings);
        }
    }
}
