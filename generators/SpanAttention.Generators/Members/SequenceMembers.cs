using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The methods of a layer, or of a block, that take several sequences.</summary>
internal static class SequenceMembers
{
    private static readonly Parameter Lengths = new(Parameter.Integers, "lengths", "Tokens of each sequence; together as many as there are.");
    private static readonly Parameter Caches = new(Parameter.Caches, "caches", "A cache for each sequence, with room for its tokens; none twice.");

    /// <param name="spec">The layer.</param>
    /// <param name="kernel">Its kernel's name.</param>
    public static IEnumerable<Member> Of(AttentionSpec spec, string kernel)
    {
        LayerTensors tensors = LayerTensors.OfSequences(spec);
        foreach (SequenceCall call in SequenceCall.Of(spec))
        {
            Parameter[] given = [Parameter.Of(tensors.Inputs), .. Parameters(call), .. Parameter.Of(tensors.Options)];
            yield return Forward(call, "layer", [.. given, Parameter.Of(tensors.Destination)], $"{kernel}.Forward(packedWeights, {given.Names()}, default, destination)");
        }

        if (spec.TakesSequences)
        {
            yield return Workspace(kernel);
        }
    }

    /// <summary>The parameters of one form of call.</summary>
    public static IEnumerable<Parameter> Parameters(SequenceCall call) => [.. call.HasLengths ? [Lengths] : Array.Empty<Parameter>(), .. call.HasCaches ? [Caches] : Array.Empty<Parameter>()];

    /// <summary>The method of one form of call.</summary>
    /// <param name="call">The form.</param>
    /// <param name="what">What is called: <c>layer</c>.</param>
    /// <param name="parameters">Parameters in order.</param>
    /// <param name="kernelCall">The kernel's call.</param>
    public static Member Forward(SequenceCall call, string what, IReadOnlyList<Parameter> parameters, string kernelCall) => new(Summary(call, what), "void Forward", parameters, kernelCall);

    /// <summary>The method that counts bytes.</summary>
    public static Member Workspace(string kernel) =>
        new("Bytes of workspace that a call with sequences of these lengths takes from this thread's AttentionScratch.", "static long WorkspaceBytes", [Lengths], $"{kernel}.WorkspaceLength(lengths) * sizeof(float)") { FollowsPlan = false };

    private static string Summary(SequenceCall call, string what) => (call.HasLengths, call.HasCaches) switch
    {
        (_, false) => $"The {what} for sequences that lie side by side, without padding: each has the bits of a call of its own.",
        (false, _) => $"The {what} for one next token of each of several sequences: weights are read once for all, and each has the bits of a call of its own.",
        _ => $"The {what} for next tokens of several sequences, each as many as lengths says, with the bits of calls of their own.",
    };
}
