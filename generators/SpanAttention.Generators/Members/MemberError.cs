namespace SpanAttention.Generators.Members;

/// <summary>An exception that a member throws before it writes anything, as its documentation says it.</summary>
/// <param name="Exception">The exception's name.</param>
/// <param name="Condition">When it is thrown, as a sentence.</param>
internal sealed record MemberError(string Exception, string Condition);
