namespace SpanAttention.Generators.Members;

/// <summary>A public constant of the user's type.</summary>
internal sealed record TypeConstant(string Name, int Value, string Summary);
