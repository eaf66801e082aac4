using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Shapes;

/// <summary>One tensor that is taken at construction.</summary>
/// <param name="Name">The property of <c>Weights</c>.</param>
/// <param name="Declared">Whether the declaration has it; otherwise it must be left empty.</param>
/// <param name="Property">The declaration's property that decides so.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Inputs">Its inputs; 0 for a bias.</param>
internal sealed record WeightTensor(string Name, bool Declared, string Property, int Outputs, int Inputs)
{
    /// <summary>It is <c>[in, out]</c>; otherwise <c>[out, in]</c>.</summary>
    public bool InputByOutput { get; init; }

    /// <summary>Word for its axis of outputs.</summary>
    public string Word { get; init; } = "outputs";

    /// <summary>It has no axis of inputs.</summary>
    public bool IsBias => Inputs == 0;

    /// <summary>It may be left empty though it is declared.</summary>
    public bool IsOptional { get; init; }

    /// <summary>It is learned, as all but a constant such as frequencies.</summary>
    public bool IsLearned => !IsOptional;

    /// <summary>Its axes in words, for messages: <c>outputs × inputs</c>.</summary>
    public string Words => IsBias ? Word : InputByOutput ? $"inputs × {Word}" : $"{Word} × inputs";

    /// <summary>The lengths of its axes: <c>768, 64</c>.</summary>
    public string Lengths => IsBias ? $"{Outputs}" : InputByOutput ? $"{Inputs}, {Outputs}" : $"{Outputs}, {Inputs}";

    /// <summary>Documentation of it: <c>[768, 64]: output by input.</c></summary>
    public string Description =>
        !Declared ? "Not declared: leave empty."
        : IsOptional ? $"[{Lengths}], or empty for the declared base."
        : IsBias ? $"[{Lengths}]."
        : $"[{Lengths}]: {(InputByOutput ? "input by output" : "output by input")}.";

    /// <summary>Its parameter: <c>queryBias</c>.</summary>
    public string Parameter => Casing.Camel(Name);

    /// <summary>The parameter of its gradient: <c>queryBiasGradient</c>.</summary>
    public string GradientParameter => $"{Parameter}Gradient";

    public long Elements => IsBias ? Outputs : (long)Outputs * Inputs;
}
