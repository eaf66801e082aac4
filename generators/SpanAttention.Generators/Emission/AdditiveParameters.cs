using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>Parameters of <c>[AdditiveAttention]</c>'s members, with shapes; names and declarations of those that both members share.</summary>
internal sealed class AdditiveParameters(AttentionSpec spec)
{
    private readonly string queryLength = Parameter.Length(spec.QueryLength, "query tokens");
    private readonly string keyLength = Parameter.Length(spec.KeyLength, "key tokens");
    private readonly AdditiveSpec additive = spec.Additive!;

    public IReadOnlyList<Parameter> Forward =>
    [
        Query, Key, new(Parameter.Input, "value", $"[{keyLength}, {spec.ValueDim}]."), .. Options,
        new(Parameter.Output, "destination", $"[{queryLength}, {spec.ValueDim}]; may be longer, must not overlap an input."),
    ];

    public IReadOnlyList<Parameter> Weights =>
    [
        Query, Key, .. Options,
        new(Parameter.Output, "destination", $"[{queryLength}, {keyLength}]; may be longer, must not overlap an input."),
    ];

    private Parameter Query => new(Parameter.Input, "query", $"[{queryLength}, {spec.HeadDim}].");

    private Parameter Key => new(Parameter.Input, "key", $"[{keyLength}, {spec.HeadDim}].");

    private IEnumerable<Parameter> Options =>
    [
        .. additive.HasScale ? [new Parameter(Parameter.Input, "scale", $"[{spec.HeadDim}]: the weights of the score.")] : Array.Empty<Parameter>(),
        .. additive.HasMask ? [new Parameter(Parameter.Flags, "mask", $"{MaskShape}; true where a key takes part.")] : Array.Empty<Parameter>(),
    ];

    private string MaskShape => additive.Mask == PairAxes.Keys ? $"[{keyLength}]" : $"[{queryLength}, {keyLength}]";
}
