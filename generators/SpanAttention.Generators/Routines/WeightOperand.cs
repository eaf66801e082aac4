using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>The packed weights of a projection as arguments: a reference to them, and one to their scales where they have some.</summary>
/// <param name="Element">The number that they are stored as.</param>
/// <param name="Weights">The variable that refers to all packed weights.</param>
/// <param name="Name">Names their offset: <c>QueryWeight</c>.</param>
internal sealed record WeightOperand(StoredNumber Element, string Weights, string Name)
{
    /// <summary>Parameters of a routine that takes such weights.</summary>
    public static string Parameters(StoredNumber element) => $"ref {element.Type} weight, {(element.IsScaled ? "ref float scale, " : "")}";

    /// <summary>All of them.</summary>
    public WeightReference All => new(AllWeights, Element.IsScaled ? $"ref {Scales}" : "");

    private string AllWeights => Element.FromFloats($"Floats.At(ref {Weights}, {Name}Offset)");

    private string Scales => $"Floats.At(ref {Weights}, {Name}ScalesOffset)";

    /// <summary>The weights from some outputs on.</summary>
    /// <param name="outputs">Whole groups of outputs before, an expression.</param>
    /// <param name="inputs">Inputs of each, an expression.</param>
    public WeightReference FromOutput(string outputs, string inputs) => Part($"(nint){outputs} * {inputs}", $"(nint){outputs} * (({inputs} + {Element.Shared - 1}) / {Element.Shared})");

    /// <summary>The weights of a part of the inputs.</summary>
    /// <param name="inputs">Inputs of the parts before, whole runs of those that share a scale, an expression.</param>
    /// <param name="stride">Outputs, whole groups, an expression.</param>
    public WeightReference FromInput(string inputs, string stride) => Part($"(nint){inputs} * {stride}", $"(nint){inputs} / {Element.Shared} * {stride}");

    private WeightReference Part(string numbers, string scales) => new(
        Element.IsShort ? $"ref {Element.At}({AllWeights}, {numbers})" : $"ref Floats.At(ref {Weights}, {Name}Offset + ({numbers}))",
        Element.IsScaled ? $"ref Floats.At(ref {Scales}, {scales})" : "");
}
