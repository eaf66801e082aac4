using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Options;

/// <summary>ALiBi (Press et al., 2022): scores fall by a head's slope for every position between query and key.</summary>
/// <param name="Heads">Query heads, each with a slope of its own.</param>
internal sealed record Alibi(int Heads) : Option
{
    public static readonly OptionDefinition Definition = new(Read, OptionArgument.Any("Alibi"));

    public override string Words => "ALiBi";

    public override bool HasNaturalUnits => true;

    public override ScoreStep Step => new(
        ScoreStage.Masked,
        "− slope · |distance|",
        "score = LanesN.MultiplyAdd(-slope, VectorN.ConvertToSingle(VectorN.Abs(distance)), score);",
        ScoreOperand.Slope,
        ScoreOperand.Distance);

    // Not a table: without optimization the span of a table's numbers is made anew, on the heap, wherever it is asked for.
    public override string Method
    {
        get
        {
            string[] slopes = [.. Slopes().Select(Literal.Of)];
            return $"""
                /// <summary>Slope of a head: what is subtracted from a score for every position between query and key (ALiBi).</summary>
                private static float SlopeOf(int head) => {(slopes.Length == 1 ? $"{slopes[0]};" : $"head switch\n{Arms(slopes)}")}
                """;
        }
    }

    public override string Equation(string scores) => scores + " − slope · |distance|";

    private static Option? Read(Declaration declaration) => declaration.Bool("Alibi") ? new Alibi(declaration.Int("Heads", 1)) : null;

    private static string Arms(string[] slopes) =>
        $"{{\n{string.Concat(slopes.Take(slopes.Length - 1).Select(static (slope, head) => $"    {head} => {slope},\n"))}    _ => {slopes[slopes.Length - 1]},\n}};";

    /// <summary>2^(−8 (h + 1) / n) for n heads, n a power of two; for others, those of the power below, then every other one of twice as many.</summary>
    private IEnumerable<float> Slopes()
    {
        int power = 1;
        while (2 * power <= Heads)
        {
            power *= 2;
        }

        return Enumerable.Range(0, Heads).Select(head => (float)Math.Pow(2, head < power ? -8.0 * (head + 1) / power : -4.0 * (1 + (2 * (head - power))) / power));
    }
}
