using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Options;

/// <summary>A mask: bools that say which keys take part.</summary>
/// <param name="Axes">What there is one for.</param>
internal sealed record Mask(PairAxes Axes) : Option
{
    public static readonly OptionDefinition Definition = new(Read, OptionArgument.Enum("Mask", 4)) { CheckFit = CheckHeads };

    public override string Words => $"a mask of {Axes.Words()}";

    public override bool LeavesKeysOut => true;

    public override HiddenKeys Hidden => HiddenKeys.OfBias;

    public override string PairTile => "bias";

    public override Tensor Tensor(Axis heads, Axis queries, Axis keys) => new("mask", new(Axes.Of(heads, queries, keys))) { Element = "bool", Meaning = ": true where the key takes part" };

    private static Option? Read(Declaration declaration) => declaration.Int("Mask") is var axes and not 0 ? new Mask((PairAxes)axes) : null;

    private static void CheckHeads(Declaration declaration, FindingList findings)
    {
        if (declaration.Kind == DeclarationKind.AdditiveAttention && (PairAxes)declaration.Int("Mask") == PairAxes.HeadQueryKeys)
        {
            findings.AddAt("Mask", Rules.NoHeads);
        }
    }
}
