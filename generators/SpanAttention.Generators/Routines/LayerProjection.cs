using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>One of a layer's projections as emitted code spells it: of queries, keys, values or outputs.</summary>
/// <param name="Name">The first word of its packed tensors: <c>Query</c>.</param>
/// <param name="InputDim">Its inputs, a constant.</param>
/// <param name="OutputDim">Its outputs, a constant.</param>
/// <param name="Tokens">Tokens of the block, a variable.</param>
/// <param name="Heads">Heads of an output, a constant; empty for the outputs of the layer, which have none.</param>
internal sealed record LayerProjection(string Name, string InputDim, string OutputDim, string Tokens, string Heads)
{
    public static readonly LayerProjection Query = new("Query", "InputDim", "QueryWidth", "operands.QueryLength", "Heads");
    public static readonly LayerProjection Key = new("Key", "KeyInputDim", "KeyWidth", "tokens", "KeyValueHeads");
    public static readonly LayerProjection Value = new("Value", "ValueInputDim", "ValueWidth", "tokens", "KeyValueHeads");
    public static readonly LayerProjection Gate = new("Gate", "InputDim", "QueryWidth", "operands.QueryLength", "Heads");
    public static readonly LayerProjection Output = new("Output", "ContextWidth", "OutputDim", "operands.QueryLength", "");

    /// <summary>Floats of a head, a constant.</summary>
    public string HeadDim => this == Value ? "ValueDim" : "HeadDim";

    /// <summary>Floats from one projected token to the next: whole groups of outputs.</summary>
    public string Stride => $"OutputStride({OutputDim})";

    /// <summary>The call that projects a block of tokens.</summary>
    /// <param name="plan">The plan of the layer.</param>
    /// <param name="source">Rows of inputs.</param>
    /// <param name="destination">Rows of outputs.</param>
    public string Call(AttentionPlan plan, string source, string destination) =>
        $"Project(ref {source}, {Tokens}, {InputDim}, {new WeightOperand(plan.Projection!.Element, "operands.Weights", Name + "Weight").All.Arguments}{Bias(plan)}{OutputDim}, ref {destination});";

    private string Bias(AttentionPlan plan)
    {
        LayerSpec layer = plan.Spec.Layer!;
        bool biased = Heads.Length == 0 ? layer.OutputBias : layer.QueryKeyValueBias;
        return !layer.HasBiases ? "" : biased ? $"ref Floats.At(ref operands.Weights, {Name}BiasOffset), " : "ref Unsafe.NullRef<float>(), ";
    }
}
