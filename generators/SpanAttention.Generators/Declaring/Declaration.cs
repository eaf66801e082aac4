namespace SpanAttention.Generators.Declaring;

/// <summary>Declaration as the user wrote it, before any rule or default is applied.</summary>
internal sealed record Declaration(
    DeclarationKind Kind,
    DeclaredType Type,
    TypeFacts Facts,
    EquatableArray<DeclaredArgument> Arguments,
    SourceLocation Location)
{
    /// <summary>Base classes that declare attention too, nearest first.</summary>
    public EquatableArray<Declaration> Bases { get; init; }

    /// <summary>Declarations of the other attributes of the type, where this one is of a block that they are parts of.</summary>
    public EquatableArray<Declaration> Parts { get; init; }

    /// <summary>It is a part of a block, which speaks for it.</summary>
    public bool IsPart => Kind != DeclarationKind.TransformerBlock && Facts.IsBlock;

    public DeclaredArgument? Find(string name) => Arguments.FirstOrDefault(argument => argument.Name == name);

    public bool Has(string name) => Find(name) is not null;

    /// <summary>The int given, or <paramref name="absent"/> where the argument is missing, has no value, or is 0: undeclared.</summary>
    public int Int(string name, int absent = 0) => Find(name)?.Value is int value && value != 0 ? value : absent;

    /// <summary>The window given: 0 is one, −1 is none.</summary>
    public int? Window(string name) => Find(name)?.Value is int value and >= 0 ? value : null;

    public bool Bool(string name, bool absent = false) => Find(name)?.Value is bool value ? value : absent;

    /// <summary>The number of an enum's value: 0 is one.</summary>
    public int Enum(string name, int absent) => Find(name)?.Value is int value ? value : absent;

    /// <summary>Instances hold weights, and so are constructed.</summary>
    public bool HasWeights => Kind is DeclarationKind.MultiHeadAttention or DeclarationKind.CrossAttention or DeclarationKind.Linear or DeclarationKind.FeedForward or DeclarationKind.TransformerBlock;

    public double Double(string name, double absent) => Find(name)?.Value is double value ? value : absent;
}
