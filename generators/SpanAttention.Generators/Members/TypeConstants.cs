using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The constants of the user's type: its shape as declared, and what a call takes of the stack.</summary>
internal static class TypeConstants
{
    public static IEnumerable<TypeConstant> Of(DeclaredPlan plan) =>
        Shape(plan.Declared).Append(StackBytes(plan.StackBytes));

    public static IEnumerable<TypeConstant> OfRefused(DeclaredSpec spec) => Shape(spec).Append(StackBytes(0));

    private static TypeConstant StackBytes(int value) => new("StackBytes", value, "Bytes of stack that a call takes for scratch, whatever the vector width.");

    private static IEnumerable<TypeConstant> Shape(DeclaredSpec spec) => spec switch
    {
        AttentionSpec attention => Shape(attention),
        PerceptronSpec perceptron => Shape(perceptron),
        BlockSpec block => [.. Shape(block.Attention), .. Declared("ContextDim", block.CrossAttention?.Layer!.KeyInputDim ?? 0, "Floats of one context token."), .. Declared("HiddenDim", block.FeedForward.HiddenDim, "Hidden units of one token.")],
        _ => [],
    };

    private static IEnumerable<TypeConstant> Shape(AttentionSpec spec) => spec.Kind switch
    {
        DeclarationKind.SelfAttention => [new("InputDim", spec.HeadDim, "Floats of one token."), .. Declared("SequenceLength", spec.QueryLength, "Tokens.")],
        DeclarationKind.Attention => [.. Heads(spec), new("ValueDim", spec.ValueDim, "Floats of one value head."), .. Lengths(spec)],
        DeclarationKind.AdditiveAttention => [new("HeadDim", spec.HeadDim, "Floats of one query or key token."), new("ValueDim", spec.ValueDim, "Floats of one value token."), .. Lengths(spec)],
        _ => [.. Layer(spec), .. Heads(spec), .. Declared("SequenceLength", spec.QueryLength, "Tokens.")],
    };

    private static IEnumerable<TypeConstant> Shape(PerceptronSpec spec) =>
    [
        new("InputDim", spec.InputDim, "Floats of one input token."),
        .. Declared("HiddenDim", spec.HiddenDim, "Hidden units of one token."),
        new("OutputDim", spec.OutputDim, "Floats of one output token."),
    ];

    private static IEnumerable<TypeConstant> Heads(AttentionSpec spec) =>
    [
        new("Heads", spec.Heads, "Query heads."),
        new("KeyValueHeads", spec.KeyValueHeads, "Key/value heads."),
        new("HeadDim", spec.HeadDim, "Floats of one query or key head."),
    ];

    private static IEnumerable<TypeConstant> Lengths(AttentionSpec spec) =>
        Declared("QueryLength", spec.QueryLength, "Query tokens.").Concat(Declared("KeyLength", spec.KeyLength, "Key tokens."));

    private static IEnumerable<TypeConstant> Layer(AttentionSpec spec) =>
    [
        new("InputDim", spec.Layer!.InputDim, "Floats of one input token."),
        new("OutputDim", spec.Layer.OutputDim, "Floats of one output token."),
    ];

    private static IEnumerable<TypeConstant> Declared(string name, int value, string summary) => value == 0 ? [] : [new(name, value, summary)];
}
