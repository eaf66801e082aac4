using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Kernel;

/// <summary>The way from sums to scores: its steps in the order of the definition, and which keys are hidden at its end. Emitters print it; nobody else knows the order.</summary>
internal sealed class ScorePipeline(AttentionSpec spec)
{
    private static readonly ScoreStep Scale = new("· Scale", "score *= VectorN.Create(Scale);");
    private static readonly ScoreStep Cap = new("capped to SoftCap · tanh(score / SoftCap)", "score = VectorN.Create(SoftCap) * HyperbolicTangent.Tanh(score / VectorN.Create(SoftCap));");
    private static readonly ScoreStep Bias = new("+ bias", "score += pairBias;", ScoreOperand.PairBias);
    private static readonly ScoreStep Alibi = new("− slope · |distance|", "score = Lanes.MultiplyAdd(-slope, VectorN.ConvertToSingle(VectorN.Abs(distance)), score);", ScoreOperand.Slope, ScoreOperand.Distance);

    /// <summary>From sums to scores in natural units.</summary>
    public IReadOnlyList<ScoreStep> Steps => [.. spec.HasNaturalUnits ? [Scale] : Array.Empty<ScoreStep>(), .. Capped, .. Masked];

    /// <summary>The steps of the stage Capped.</summary>
    public IReadOnlyList<ScoreStep> Capped => spec.SoftCap is null ? [] : [Cap];

    /// <summary>The steps of the stage Masked.</summary>
    public IReadOnlyList<ScoreStep> Masked => [.. spec.Bias != PairAxes.None ? [Bias] : Array.Empty<ScoreStep>(), .. spec.Alibi ? [Alibi] : Array.Empty<ScoreStep>()];

    /// <summary>Whether some keys are hidden.</summary>
    public bool Hides => HiddenKeys().Length > 0;

    /// <summary>Whether steps and hiding differ from what an edge alone does.</summary>
    public bool HasMaskStage => spec.Adjusts && (Hides || Masked.Count > 0);

    /// <summary>Operands in the order of parameters, with rows in lanes: what steps read, and what hidden keys are told by.</summary>
    public IReadOnlyList<ScoreOperand> OperandsOfRows => Operands(comparesEdge: true);

    /// <summary>The same with keys in lanes, where the edge is a number of keys that the row sees.</summary>
    public IReadOnlyList<ScoreOperand> OperandsOfKeys => Operands(comparesEdge: false);

    /// <summary>The steps in words, each followed by a comma.</summary>
    public static string Equation(IEnumerable<ScoreStep> steps) => string.Concat(steps.Select(static step => step.Equation + ", "));

    /// <summary>Which lanes belong to keys that the row does not see: a vector of masks; empty where none is hidden.</summary>
    /// <param name="beyond">What the layout hides itself, such as keys beyond those that a row sees; null where the edge is compared here.</param>
    public string HiddenKeys(string? beyond = null) => string.Join(" | ", Conditions(beyond));

    private IEnumerable<string> Conditions(string? beyond)
    {
        if (beyond is not null)
        {
            yield return beyond;
        }
        else if (spec.RightBound is { } right)
        {
            yield return $"VectorN.LessThan(distance, {(right == 0 ? "VectorN<int>.Zero" : "VectorN.Create(-RightWindow)")}).AsSingle()";
        }

        if (spec.LeftWindow is not null)
        {
            yield return "VectorN.GreaterThan(distance, VectorN.Create(LeftWindow)).AsSingle()";
        }

        if (spec.HasPairs)
        {
            yield return "VectorN.Equals(pairBias, VectorN.Create(float.NegativeInfinity))";
        }
    }

    private IReadOnlyList<ScoreOperand> Operands(bool comparesEdge)
    {
        ScoreOperand[] read =
        [
            .. Steps.SelectMany(static step => step.Reads),
            .. spec.HasPairs ? [ScoreOperand.PairBias] : Array.Empty<ScoreOperand>(),
            .. spec.LeftWindow is not null || (comparesEdge && spec.HasEdge) ? [ScoreOperand.Distance] : Array.Empty<ScoreOperand>(),
        ];
        return [.. ScoreOperand.All.Where(read.Contains)];
    }
}
