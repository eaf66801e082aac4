using System.Globalization;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Tensors;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Options;

/// <summary>Dropout of weights by the caller's keep-mask; those that are kept are divided by 1 − rate.</summary>
/// <param name="Rate">At least 0, less than 1.</param>
internal sealed record Dropout(double Rate) : Option
{
    public static readonly OptionDefinition Definition = new(Read, OptionArgument.Any("Dropout"), OfShare("DropoutRate")) { CheckFit = CheckRate };

    public override string Words => $"dropout at a rate of {Rate.ToString(CultureInfo.InvariantCulture)}";

    public override bool LeavesKeysOut => true;

    public override string PairTile => "dropped";

    public override Result NeededFor => Result.Contexts;

    public override IEnumerable<string> Constants => [$"private const float KeepScale = {Literal.Of((float)(1 / (1 - Rate)))}; // 1 / (1 − dropout rate)"];

    public override Tensor Tensor(Axis heads, Axis queries, Axis keys) => new("keep", new([heads, queries, keys])) { Element = "bool", Meaning = ": true where a weight is kept" };

    private static Option? Read(Declaration declaration) => declaration.Bool("Dropout") ? new Dropout(declaration.Double("DropoutRate", 0)) : null;

    private static OptionArgument OfShare(string name) => new(name, (argument, findings) =>
    {
        if (argument.Value is double value && !(value >= 0 && value < 1))
        {
            findings.AddAt(name, Rules.BadDropoutRate, value);
        }
    });

    private static void CheckRate(Declaration declaration, FindingList findings)
    {
        if (declaration.Has("DropoutRate") && !declaration.Bool("Dropout"))
        {
            findings.AddAt("DropoutRate", Rules.NoDropout, "DropoutRate", "Dropout");
        }
    }
}
