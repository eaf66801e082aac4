using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Options;

/// <summary>An option that a declaration asks for. All that is special about one stands in its file: how it is read and checked, what it does to scores, what it takes, its words and its constants.</summary>
internal abstract record Option
{
    /// <summary>The option in the plan's words, such as <c>scores capped to ±50</c>.</summary>
    public abstract string Words { get; }

    /// <summary>Tells whether it is stated in units of scores after the scale, which then is a step of its own instead of part of the exponent's factor.</summary>
    public virtual bool HasNaturalUnits => false;

    /// <summary>Tells whether scores are more than sums that an edge hides.</summary>
    public virtual bool Adjusts => true;

    /// <summary>Tells whether some weight may count for nothing, so that its value must not be felt, were it NaN or ∞.</summary>
    public virtual bool LeavesKeysOut => false;

    /// <summary>Step that it is on scores, if any.</summary>
    public virtual ScoreStep? Step => null;

    /// <summary>Condition for the keys that it hides, if any.</summary>
    public virtual HiddenKeys? Hidden => null;

    /// <summary>A tile of floats over pairs that it needs beside the scores, if any.</summary>
    public virtual string? PairTile => null;

    /// <summary>The first result that the option's tensor is needed for.</summary>
    public virtual Result NeededFor => Result.Scores;

    /// <summary>Lines of constants.</summary>
    public virtual IEnumerable<string> Constants => [];

    /// <summary>A method that steps call; empty for none.</summary>
    public virtual string Method => "";

    /// <summary>The tensor that calls bring, if any.</summary>
    public virtual Tensor? Tensor(Axis heads, Axis queries, Axis keys) => null;

    /// <summary>An equation for scores, taken one step further.</summary>
    public virtual string Equation(string scores) => scores;
}
