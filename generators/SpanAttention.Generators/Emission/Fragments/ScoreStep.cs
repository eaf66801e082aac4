using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Step of one option on a vector of scores, such as the soft cap's. The regime says what lies in lanes and supplies what the step reads.</summary>
/// <param name="Equation">For the summary of the method.</param>
/// <param name="Code">A statement on <c>score</c>, written for <c>VectorN</c>.</param>
internal sealed record ScoreStep(string Equation, string Code)
{
    /// <summary>The statement that a step reads <c>pairBias</c> from, where the spec has pairs.</summary>
    public const string PairBias = "pairBias";

    /// <summary>Distance of the query beyond the key: lanes of int, where the spec has distances.</summary>
    public const string Distance = "distance";

    /// <summary>The head's slope in all lanes, where the spec has ALiBi.</summary>
    public const string Slope = "slope";

    private static readonly ScoreStep Scale = new("· Scale", "score *= VectorN.Create(Scale);");

    public static readonly ScoreStep Cap = new("capped to SoftCap · tanh(score / SoftCap)", "score = VectorN.Create(SoftCap) * HyperbolicTangent.Tanh(score / VectorN.Create(SoftCap));");

    private static readonly ScoreStep Bias = new("+ bias", $"score += {PairBias};");

    private static readonly ScoreStep Alibi = new("− slope · |distance|", $"score = Lanes.MultiplyAdd(-{Slope}, VectorN.ConvertToSingle(VectorN.Abs({Distance})), score);");

    /// <summary>From sums to scores in natural units, in the order of the definition.</summary>
    public static IEnumerable<ScoreStep> All(AttentionSpec spec)
    {
        if (spec.HasNaturalUnits)
        {
            yield return Scale;
        }

        if (spec.SoftCap is not null)
        {
            yield return Cap;
        }

        foreach (ScoreStep step in AfterCap(spec))
        {
            yield return step;
        }
    }

    /// <summary>Steps that follow the soft cap.</summary>
    public static IEnumerable<ScoreStep> AfterCap(AttentionSpec spec)
    {
        if (spec.Bias != PairAxes.None)
        {
            yield return Bias;
        }

        if (spec.Alibi)
        {
            yield return Alibi;
        }
    }
}
