using System.Globalization;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Options;

/// <summary>A soft cap: scores become cap · tanh(score / cap), which stays within ±cap.</summary>
/// <param name="Cap">Positive and finite, also as a float.</param>
internal sealed record SoftCap(double Cap) : Option
{
    public static readonly OptionDefinition Definition = new(Read, OptionArgument.PositiveFloat("SoftCap", Rules.BadSoftCap));

    public override string Words => $"scores capped to ±{Cap.ToString(CultureInfo.InvariantCulture)}";

    public override bool HasNaturalUnits => true;

    public override ScoreStep Step => new(
        ScoreStage.Capped, "capped to SoftCap · tanh(score / SoftCap)", "score = LanesN.Fill(SoftCap) * HyperbolicTangent.Tanh(score / LanesN.Fill(SoftCap));")
    {
        StatementWithSlope = """
            VectorN<float> tangent = HyperbolicTangent.Tanh(score / LanesN.Fill(SoftCap));
            score = LanesN.Fill(SoftCap) * tangent;
            LanesN.Store(LanesN.MultiplyAdd(-tangent, tangent, LanesN.Fill(1)), ref rowSlopes, j * RowGroup); // d score / d sum, in units of the scale
            """,
    };

    public override IEnumerable<string> Constants => [$"private const float SoftCap = {Literal.Of((float)Cap)}; // scores stay below"];

    public override string Equation(string scores) => $"cap · tanh({scores} / cap)";

    private static Option? Read(Declaration declaration) => declaration.Has("SoftCap") ? new SoftCap(declaration.Double("SoftCap", 0)) : null;
}
