using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Options;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about single arguments: known to the compiler, in range, and there where they must be.</summary>
internal static class ArgumentRules
{
    /// <summary>Enums, each with the number of its values.</summary>
    private static readonly Dictionary<string, int> Enums = new()
    {
        ["Layout"] = 2,
        ["Alignment"] = 2,
        ["Normalization"] = 2,
        ["WeightLayout"] = 2,
        ["Rotary"] = 3,
        ["RotaryPositions"] = 3,
        ["CacheElement"] = 3,
        ["WeightElement"] = 3,
        ["Activation"] = 8,
        ["Norm"] = 2,
        ["NormPlacement"] = 4,
        ["QkNorm"] = 4,
    };

    public static void Check(Declaration declaration, FindingList findings)
    {
        foreach (DeclaredArgument argument in declaration.Arguments)
        {
            Check(argument, declaration.Kind, findings);
        }

        CheckRequired(declaration, findings);
    }

    private static void Check(DeclaredArgument argument, DeclarationKind kind, FindingList findings)
    {
        switch (argument.Value)
        {
            case null:
                findings.AddAt(argument.Name, Rules.NoConstant, argument.Name, argument.HasUnknownName
                    ? "a constant of another generated type comes too late, so write the number or a constant of your own"
                    : "the compiler says what is wrong with it");
                break;
            case not null when OptionList.Find(argument.Name) is { } option:
                option.Check(argument, findings);
                break;
            case int value when Enums.TryGetValue(argument.Name, out int values):
                CheckEnum(argument.Name, value, values, findings);
                break;
            case int value when value < 1:
                findings.AddAt(argument.Name, Rules.NotPositive, argument.Name, value, InsteadOf(argument.Name, kind));
                break;
            case double value when argument.Name == "Scale" && !IsScale(value):
                findings.AddAt(argument.Name, Rules.BadScale, value);
                break;
            case double value when argument.Name is "RotaryBase" or "QkNormEpsilon" or "NormEpsilon" or "ResidualScale" && !OptionArgument.IsPositiveFloat(value):
                findings.AddAt(argument.Name, Rules.NotPositiveNumber, argument.Name, value);
                break;
        }
    }

    private static string InsteadOf(string argument, DeclarationKind kind) => argument switch
    {
        _ when Required(kind).Any(required => required.Name == argument) => "",
        "SequenceLength" or "QueryLength" or "KeyLength" => ". Leave it out where it is known at run time only",
        "ContextLength" => ". Leave it out for a layer without a cache",
        "ContextDim" or "KeyInputDim" or "ValueInputDim" => ". Leave it out where keys and values come from the inputs",
        _ => ". Leave it out for its default",
    };

    private static void CheckEnum(string name, int value, int values, FindingList findings)
    {
        if (value < 0 || value >= values)
        {
            findings.AddAt(name, Rules.UnknownValue, name, value);
        }
    }

    // c = scale · log2 e must be a float too, and not one that vanishes.
    private static bool IsScale(double value) => OptionArgument.IsPositiveFloat(value) && OptionArgument.IsPositiveFloat(value * 1.4426950408889634);

    private static void CheckRequired(Declaration declaration, FindingList findings)
    {
        foreach ((string required, string meaning) in Required(declaration.Kind).Where(required => !declaration.Has(required.Name)))
        {
            findings.Add(Rules.Missing, $"[{declaration.Kind}]", required, meaning);
        }
    }

    private static IReadOnlyList<(string Name, string Meaning)> Required(DeclarationKind kind) => kind switch
    {
        DeclarationKind.SelfAttention => [("InputDim", "the floats of one token")],
        DeclarationKind.Attention => [("HeadDim", "the floats of one query or key head")],
        DeclarationKind.AdditiveAttention => [("HeadDim", "the floats of one query or key token")],
        DeclarationKind.CrossAttention => [("InputDim", "the floats of one input token"), ("ContextDim", "the floats of one context token")],
        DeclarationKind.TransformerBlock => [],
        DeclarationKind.Linear => [("InputDim", "the floats of one input token"), ("OutputDim", "the floats of one output token")],
        DeclarationKind.FeedForward => [("InputDim", "the floats of one input token"), ("HiddenDim", "the hidden units of one token")],
        _ => [("InputDim", "the floats of one input token")],
    };
}
