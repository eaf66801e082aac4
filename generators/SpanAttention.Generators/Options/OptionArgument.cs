using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Options;

/// <summary>An argument of an attribute, and the rule for its value.</summary>
/// <param name="Name">The property.</param>
/// <param name="Check">Finds what is wrong with the value.</param>
internal sealed record OptionArgument(string Name, Action<DeclaredArgument, FindingList> Check)
{
    /// <summary>Any value of its type.</summary>
    public static OptionArgument Any(string name) => new(name, static (_, _) => { });

    /// <summary>One of the first values of an enum.</summary>
    public static OptionArgument Enum(string name, int values) => new(name, (argument, findings) =>
    {
        if (argument.Value is int value && (value < 0 || value >= values))
        {
            findings.AddAt(name, Rules.UnknownValue, name, value);
        }
    });

    /// <summary>A number that is positive and finite, also as a float.</summary>
    public static OptionArgument PositiveFloat(string name, Rule rule, params object[] words) => new(name, (argument, findings) =>
    {
        if (argument.Value is double value && !IsPositiveFloat(value))
        {
            findings.AddAt(name, rule, [.. words, value]);
        }
    });

    public static bool IsPositiveFloat(double value) => (float)value > 0 && !float.IsInfinity((float)value);
}
