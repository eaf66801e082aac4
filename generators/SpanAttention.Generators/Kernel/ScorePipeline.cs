using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>The way from sums to scores: its steps in the order of the definition, and which keys are hidden at its end. Emitters print it; nobody else knows the order.</summary>
internal sealed class ScorePipeline(AttentionSpec spec)
{
    private static readonly ScoreStep Scale = new(ScoreStage.Scaled, "· Scale", "score *= LanesN.Fill(Scale);");

    // In the order of parameters: operands of pairs, then what is told by a number a head, a query, or a position.
    private static readonly Func<ScoreOperand, int> Order = static operand => operand == ScoreOperand.PairBias ? 0 : operand == ScoreOperand.Slope ? 1 : operand == ScoreOperand.Distance ? 3 : 2;

    /// <summary>From sums to scores in natural units.</summary>
    public IReadOnlyList<ScoreStep> Steps => [.. spec.HasNaturalUnits ? [Scale] : Array.Empty<ScoreStep>(), .. spec.Options.Select(static option => option.Step).OfType<ScoreStep>()];

    /// <summary>Tells whether some step changes a score by more or less than its sum changed.</summary>
    public bool HasSlopes => Steps.Any(static step => step.StatementWithSlope is not null);

    /// <summary>Tells whether some keys are hidden.</summary>
    public bool Hides => HiddenKeys().Length > 0;

    /// <summary>Tells whether steps and hiding differ from what an edge alone does.</summary>
    public bool HasMaskStage => spec.Adjusts && (Hides || StepsOf(ScoreStage.Masked).Count > 0);

    /// <summary>Operands in the order of parameters, with rows in lanes: what steps read, and what hidden keys are told by.</summary>
    public IReadOnlyList<ScoreOperand> OperandsOfRows => Operands(Steps, comparesEdge: true);

    /// <summary>The same with keys in lanes, where the edge is a number of keys that the row sees.</summary>
    public IReadOnlyList<ScoreOperand> OperandsOfKeys => Operands(Steps, comparesEdge: false);

    /// <summary>The steps in words, each followed by a comma.</summary>
    public static string Equation(IEnumerable<ScoreStep> steps) => string.Concat(steps.Select(static step => step.Equation + ", "));

    /// <summary>Steps that options take at one of the stages that users ask to see; the scale itself is none of theirs.</summary>
    public IReadOnlyList<ScoreStep> StepsOf(ScoreStage stage) => [.. Steps.Where(step => step.Stage == stage && step != Scale)];

    /// <summary>Condition for lanes to belong to keys that the row does not see: a vector of masks; empty where none is hidden.</summary>
    /// <param name="beyond">What the layout hides itself, such as keys beyond those that a row sees; null where the edge is compared here.</param>
    public string HiddenKeys(string? beyond = null) => string.Join(" | ", Conditions(beyond).Distinct());

    /// <summary>Arguments for operands that are not the block's variables of their names, with rows in lanes.</summary>
    public static (string Name, string Argument)[] ArgumentsOfRows(AttentionSpec spec) => Arguments(new ScorePipeline(spec).OperandsOfRows.Select(static operand => operand.RowsInLanes));

    /// <summary>The same with keys in lanes.</summary>
    public static (string Name, string Argument)[] ArgumentsOfKeys(AttentionSpec spec) => Arguments(new ScorePipeline(spec).OperandsOfKeys.Select(static operand => operand.KeysInLanes));

    private static (string Name, string Argument)[] Arguments(IEnumerable<OperandSource> sources) =>
        [.. sources.Where(static source => source.Argument is not null).Select(static source => (source.Parameter, source.Argument!))];

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

        foreach (HiddenKeys hidden in spec.Options.Select(static option => option.Hidden).OfType<HiddenKeys>())
        {
            yield return hidden.Condition;
        }
    }

    private IReadOnlyList<ScoreOperand> Operands(IEnumerable<ScoreStep> steps, bool comparesEdge)
    {
        ScoreOperand[] read =
        [
            .. steps.SelectMany(static step => step.Reads),
            .. spec.Options.Select(static option => option.Hidden?.Reads).OfType<ScoreOperand>(),
            .. comparesEdge && RowEdge.Of(spec) is not null ? [ScoreOperand.Distance] : Array.Empty<ScoreOperand>(),
        ];
        return [.. read.Distinct().OrderBy(Order)];
    }
}
