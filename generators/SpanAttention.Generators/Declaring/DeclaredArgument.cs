namespace SpanAttention.Generators.Declaring;

/// <summary>One named argument of the attribute: its constant (an int, bool or double; an enum as its int; null where the compiler knows no value) and its place.</summary>
internal sealed record DeclaredArgument(string Name, object? Value, SourceLocation Location, bool HasUnknownName = false);
