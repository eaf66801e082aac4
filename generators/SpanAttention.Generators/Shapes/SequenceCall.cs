namespace SpanAttention.Generators.Shapes;

/// <summary>A form of a call with several sequences: they begin with it, or go on from caches by one token each or by several.</summary>
/// <param name="HasLengths">The call says how many tokens each has.</param>
/// <param name="HasCaches">Each goes on from a cache.</param>
internal sealed record SequenceCall(bool HasLengths, bool HasCaches)
{
    /// <summary>The forms that a layer has.</summary>
    public static IReadOnlyList<SequenceCall> Of(AttentionSpec spec) =>
    [
        .. spec.TakesSequences ? [new SequenceCall(HasLengths: true, HasCaches: false)] : Array.Empty<SequenceCall>(),
        .. spec.TakesCaches ? [new SequenceCall(HasLengths: false, HasCaches: true), new SequenceCall(HasLengths: true, HasCaches: true)] : Array.Empty<SequenceCall>(),
    ];

    /// <summary>Words for documentation: <c>sequences lie side by side</c>.</summary>
    public string Words => (HasLengths, HasCaches) switch
    {
        (_, false) => "sequences lie side by side",
        (false, _) => "each token follows those in a cache of its own, and is added to it",
        _ => "the tokens of each sequence follow those in its cache, and are added to it",
    };

    /// <summary>Names of its parameters.</summary>
    public IReadOnlyList<string> Names => [.. HasLengths ? ["lengths"] : Array.Empty<string>(), .. HasCaches ? ["caches"] : Array.Empty<string>()];

    /// <summary>Its parameters, as a kernel takes them.</summary>
    public string Spans => string.Join(", ", Names.Select(static name => $"ReadOnlySpan<{(name == "caches" ? "KeyValueCache" : "int")}> {name}"));

    /// <summary>Their names, and the shape that caches must have.</summary>
    public string Arguments(string cacheShape) => string.Join(", ", HasCaches ? Names.Append(cacheShape) : Names);
}
