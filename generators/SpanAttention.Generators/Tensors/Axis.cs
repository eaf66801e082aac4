namespace SpanAttention.Generators.Tensors;

/// <summary>One axis of a tensor.</summary>
/// <param name="Name">What it counts, such as <c>query tokens</c>; axes of one name have one length in a call.</param>
/// <param name="Length">Its length; 0 where it comes from the spans.</param>
/// <param name="Code">Its length as emitted code names it, such as <c>HeadDim</c>.</param>
internal sealed record Axis(string Name, int Length, string Code = "")
{
    /// <summary>Word for it in messages: <c>tokens</c>, where a tensor has only one kind of them.</summary>
    public string Word { get; init; } = Name;

    /// <summary>The constant of its declared length, where its length is a count that calls may decide: <c>QueryLength</c>; empty where they do.</summary>
    public string? Constant { get; init; }

    /// <summary>Tells whether it counts tokens, which a call brings, instead of what the declaration fixes.</summary>
    public bool IsCount => Constant is not null;

    /// <summary>An axis of tokens.</summary>
    /// <param name="name">What it counts.</param>
    /// <param name="length">The declared length; 0 where calls decide.</param>
    /// <param name="code">The variable that holds the count.</param>
    /// <param name="constant">The constant of the declared length.</param>
    public static Axis Tokens(string name, int length, string code, string constant) => new(name, length, code) { Constant = length > 0 ? constant : "" };

    /// <summary>Its length as documentation shows it: the number where it is declared, else the name.</summary>
    public string Text => Length > 0 ? $"{Length}" : Name;
}
