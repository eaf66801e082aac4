using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>Parameters of <c>[AdditiveAttention]</c>'s members, with shapes.</summary>
internal sealed class AdditiveParameters(AttentionSpec spec)
{
    private readonly string queryLength = Parameter.Length(spec.QueryLength, "query tokens");
    private readonly string keyLength = Parameter.Length(spec.KeyLength, "key tokens");

    public IReadOnlyList<Parameter> Forward => [Query, Key, new(Parameter.Input, "value", $"[{keyLength}, {spec.ValueDim}]."), .. Options, Destination($"{spec.ValueDim}")];

    public IReadOnlyList<Parameter> Weights => [Query, Key, .. Options, Destination(keyLength)];

    private Parameter Query => new(Parameter.Input, "query", $"[{queryLength}, {spec.HeadDim}].");

    private Parameter Key => new(Parameter.Input, "key", $"[{keyLength}, {spec.HeadDim}].");

    private IEnumerable<Parameter> Options => OptionalOperand.Additive(spec).Select(operand => new Parameter(
        $"global::System.ReadOnlySpan<{operand.Element}>",
        operand.Name,
        $"[{operand.Dimensions.Replace("HeadDim", $"{spec.HeadDim}").Replace("queryLength", queryLength).Replace("keyLength", keyLength)}]: {operand.Meaning}."));

    private Parameter Destination(string width) => new(Parameter.Output, "destination", $"[{queryLength}, {width}]; may be longer, must not overlap an input.");
}
