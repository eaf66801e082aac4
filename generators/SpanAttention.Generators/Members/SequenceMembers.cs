using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>Words and parameters that members of layers and of blocks have in common where they take sequences.</summary>
internal static class SequenceMembers
{
    private const string BytesOf = "Bytes of workspace that a call with so many tokens takes from this thread's AttentionScratch";

    private static readonly Parameter ContextTokens = new("int", "contextTokens", "Tokens of the context; 0 for one that is projected.") { Counted = new("tokens of the context", 0) };

    /// <summary>Summary of a form with several sequences, or of one that is not the first.</summary>
    /// <param name="call">The form.</param>
    /// <param name="what">What is called: <c>layer</c>.</param>
    public static string Summary(SequenceCall call, string what)
    {
        string over = (call.Context, call.IsBatch) switch
        {
            (ContextForm.Tokens, true) => ", over contexts of their own",
            (ContextForm.Projected, true) => ", over projected contexts",
            (ContextForm.Projected, false) => ", over a context that has been projected",
            _ => "",
        };
        return call switch
        {
            { IsPadded: true } => $"As Forward{over}, where tokens from tokenCount on are padding: they are attended by none.",
            { IsBatch: false, HasCaches: true } => $"The {what} for tokens that follow those in the cache, and are added to it{over}: the same bits as Forward over all tokens at once.",
            { IsBatch: false } => $"The {what}{over}: the same bits.",
            { HasCaches: false, HasLengths: true } => $"The {what} for sequences that lie side by side, without padding{over}: each has the bits of a call of its own.",
            { HasLengths: false } => $"The {what} for one next token of each of several sequences{over}: weights are read once for all, and each has the bits of a call of its own.",
            _ => $"The {what} for next tokens of several sequences, each as many as lengths says{over}, with the bits of calls of their own.",
        };
    }

    /// <summary>The method that makes caches.</summary>
    /// <param name="kernel">The kernel that makes them.</param>
    public static Member CreateCache(string kernel) =>
        new("An empty cache of keys and values for one sequence.", "global::SpanAttention.KeyValueCache CreateCache", [], $"{kernel}.NewCache()") { FollowsPlan = false };

    /// <summary>The method that projects contexts.</summary>
    /// <param name="sources">Tensors of the context.</param>
    /// <param name="call">The kernel's call.</param>
    public static Member ProjectContext(IReadOnlyList<Parameter> sources, string call) =>
        new("Keys and values of a context, projected once for any number of calls.", "global::SpanAttention.ContextCache ProjectContext", sources, call) { FollowsPlan = false };

    /// <summary>The methods that count bytes.</summary>
    /// <param name="tokens">Tokens, a parameter.</param>
    /// <param name="call">The kernel's method.</param>
    /// <param name="alone">What that takes for one sequence, as an argument list and, where it goes without saying, no words.</param>
    /// <param name="hasContexts">Whether sequences attend to contexts.</param>
    /// <param name="isBatch">Whether there may be several.</param>
    public static IEnumerable<Member> Workspace(Parameter tokens, string call, (string Arguments, string Words) alone, bool hasContexts, bool isBatch)
    {
        yield return Bytes($"{BytesOf}{alone.Words}.", [tokens], $"{call}({alone.Arguments})");
        if (hasContexts)
        {
            yield return Bytes(BytesOf + ".", [tokens, ContextTokens], $"{call}(tokens, contextTokens)");
        }

        if (isBatch)
        {
            Parameter[] lengths = SequenceForm.OfWorkspace(hasContexts);
            yield return Bytes("Bytes of workspace that a call with sequences of these lengths takes from this thread's AttentionScratch.", lengths, $"{call}({lengths.Names()})");
        }
    }

    private static Member Bytes(string summary, Parameter[] parameters, string length) => new(summary, "static long WorkspaceBytes", parameters, $"{length} * sizeof(float)") { FollowsPlan = false };
}
