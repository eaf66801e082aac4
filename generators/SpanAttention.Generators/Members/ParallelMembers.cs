using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The methods that several threads work on.</summary>
internal static class ParallelMembers
{
    /// <param name="form">The call that it gives the bits of: <c>Forward over a cache</c>.</param>
    /// <param name="parameters">Parameters in order.</param>
    /// <param name="call">The kernel's call.</param>
    public static Member Of(string form, IReadOnlyList<Parameter> parameters, string call) => new(
        $"{form} by the calling thread and those of the thread pool, with the same bits; by the calling thread alone where the work is too little for more.", "void ForwardParallel", parameters, call);

    /// <summary>The argument that holds keys and values which are kept elsewhere, with its comma: null where they are not, nothing where a kernel has no such form.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="call">The form of the call.</param>
    public static string Kept(AttentionSpec spec, SequenceCall call) => spec switch
    {
        { HasContext: true } => Given("context", call.Context == ContextForm.Projected),
        { Layer.HasCache: true } => Given("cache", call.HasCaches),
        _ => "",
    };

    private static string Given(string name, bool isGiven) => isGiven ? $"global::SpanAttention.Primitives.CachedTokens.Given({name}), " : "null, ";
}
