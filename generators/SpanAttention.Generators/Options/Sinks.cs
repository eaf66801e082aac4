using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Options;

/// <summary>Sinks: a logit a head that takes part in the sum of exponentials alone.</summary>
internal sealed record Sinks : Option
{
    public static readonly OptionDefinition Definition = new(static declaration => declaration.Bool("Sinks") ? new Sinks() : null, OptionArgument.Any("Sinks"));

    public override string Words => "a sink a head";

    public override bool HasNaturalUnits => true;

    public override Result NeededFor => Result.Weights;

    public override Tensor Tensor(Axis heads, Axis queries, Axis keys) => new("sinks", new([heads])) { Meaning = ": a logit a head that takes part in the sum of exponentials alone" };
}
