namespace SpanAttention.Generators.Members;

/// <summary>The methods that several threads work on.</summary>
internal static class ParallelMembers
{
    /// <param name="form">The call that it gives the bits of: <c>Forward over a cache</c>.</param>
    /// <param name="parameters">Parameters in order.</param>
    /// <param name="call">The kernel's call.</param>
    public static Member Of(string form, IReadOnlyList<Parameter> parameters, string call) => new(
        $"{form} by the calling thread and those of the thread pool, with the same bits; by the calling thread alone where the work is too little for more.", "void ForwardParallel", parameters, call);
}
