using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Options;

/// <summary>A bias: floats that are added to scores; −∞ masks.</summary>
/// <param name="Axes">What there is one for: pairs, or those of every head.</param>
internal sealed record Bias(PairAxes Axes) : Option
{
    public static readonly OptionDefinition Definition = new(Read, OptionArgument.Enum("Bias", 3));

    public override string Words => $"a bias of {Axes.Words()}";

    public override bool HasNaturalUnits => true;

    public override bool LeavesKeysOut => true;

    public override ScoreStep Step => new(ScoreStage.Masked, "+ bias", "score += pairBias;", ScoreOperand.PairBias);

    public override HiddenKeys Hidden => HiddenKeys.OfBias;

    public override string PairTile => "bias";

    public override Tensor Tensor(Axis heads, Axis queries, Axis keys) => new("bias", new(Axes.Of(heads, queries, keys))) { Meaning = ": added to the scores, −∞ masks" };

    public override string Equation(string scores) => scores + " + bias";

    // The attribute's enum has no bias of keys alone.
    private static Option? Read(Declaration declaration) => declaration.Int("Bias") switch
    {
        1 => new Bias(PairAxes.QueryKeys),
        2 => new Bias(PairAxes.HeadQueryKeys),
        _ => null,
    };
}
