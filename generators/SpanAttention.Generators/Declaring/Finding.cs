namespace SpanAttention.Generators.Declaring;

/// <summary>Something wrong with a declaration: a rule's id, what fills its message, and the place of the argument that is wrong.</summary>
internal sealed record Finding(string RuleId, EquatableArray<string> MessageArguments, SourceLocation Location);
