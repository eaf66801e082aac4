using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about single arguments: known to the compiler, in range, and there where they must be.</summary>
internal static class ArgumentRules
{
    private static readonly string[] Enums = ["Layout", "Alignment", "Normalization", "WeightLayout"];

    public static void Check(Declaration declaration, FindingList findings)
    {
        foreach (DeclaredArgument argument in declaration.Arguments)
        {
            Check(argument, findings);
        }

        CheckRequired(declaration, findings);
    }

    private static void Check(DeclaredArgument argument, FindingList findings)
    {
        switch (argument.Value)
        {
            case null:
                findings.AddAt(argument.Name, Rules.NoConstant, argument.Name);
                break;
            case int value when Enums.Contains(argument.Name):
                CheckEnum(argument.Name, value, findings);
                break;
            case int value when value < 1:
                findings.AddAt(argument.Name, Rules.NotPositive, argument.Name, value);
                break;
            case double value when argument.Name == "Scale" && !IsScale(value):
                findings.AddAt(argument.Name, Rules.BadScale, value);
                break;
        }
    }

    private static void CheckEnum(string name, int value, FindingList findings)
    {
        if (value is not (0 or 1))
        {
            findings.AddAt(name, Rules.UnknownValue, name, value);
        }
    }

    // c = scale · log2 e must be a float too, and not one that vanishes.
    private static bool IsScale(double value)
    {
        float scale = (float)(value * 1.4426950408889634);
        return value > 0 && (float)value > 0 && scale > 0 && !float.IsInfinity(scale);
    }

    private static void CheckRequired(Declaration declaration, FindingList findings)
    {
        (string attribute, string required, string meaning) = declaration.Kind switch
        {
            AttentionKind.SelfAttention => ("[SelfAttention]", "InputDim", "the floats of one token"),
            AttentionKind.Attention => ("[Attention]", "HeadDim", "the floats of one query or key head"),
            _ => ("[MultiHeadAttention]", "InputDim", "the floats of one input token"),
        };
        if (!declaration.Has(required))
        {
            findings.Add(Rules.Missing, attribute, required, meaning);
        }
    }
}
