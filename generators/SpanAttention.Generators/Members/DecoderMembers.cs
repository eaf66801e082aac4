using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The methods of a transformer block with cross-attention: an encoder–decoder's decoder.</summary>
internal static class DecoderMembers
{
    private static readonly Parameter Projected = new(Parameter.Context, "context", "A context that the block has projected.");
    private static readonly Parameter ContextTokens = new("int", "contextTokens", "Tokens of the context; 0 for one that is projected.") { Counted = new("tokens of the context", 0) };

    /// <param name="spec">The block.</param>
    /// <param name="cross">Its cross-attention.</param>
    /// <param name="kernel">Its kernel's name.</param>
    public static IReadOnlyList<Member> Of(BlockSpec spec, AttentionSpec cross, string kernel)
    {
        Parameter context = Parameter.Of(new BlockTensors(spec, new(spec.Attention)).Context!);
        string words = "Bytes of workspace that a call with so many tokens takes from this thread's AttentionScratch";
        return
        [
            .. Forward(spec, context, kernel, $"The block in place, {BlockMembers.Equation(spec)}."),
            .. Forward(spec, Projected, kernel, "The block in place over a context that has been projected: the same bits."),
            new("Keys and values of a context, projected once for any number of calls.", "global::SpanAttention.ContextCache ProjectContext", [context], $"{BlockMembers.KernelOf(cross, kernel)}.ProjectContext(packedCrossAttention, context)") { FollowsPlan = false },
            .. spec.Attention.Layer!.HasCache ? [BlockMembers.CreateCache(spec, kernel)] : Array.Empty<Member>(),
            new($"{words}, over a context that has been projected.", "static long WorkspaceBytes", [BlockMembers.Tokens], $"{kernel}.WorkspaceLength(tokens, contextTokens: 0) * sizeof(float)") { FollowsPlan = false },
            new($"{words}.", "static long WorkspaceBytes", [BlockMembers.Tokens, ContextTokens], $"{kernel}.WorkspaceLength(tokens, contextTokens) * sizeof(float)") { FollowsPlan = false },
        ];
    }

    private static IEnumerable<Member> Forward(BlockSpec spec, Parameter context, string kernel, string summary)
    {
        LayerTensors layer = new(spec.Attention);
        Parameter tokenCount = new("int", "tokenCount", "Tokens of the stream that are not padding: 0 to all of them.") { Counted = layer.Keys };
        yield return Forward(spec, Given(spec, layer, context), summary, kernel, $", {kernel}.Tokens(stream)");
        yield return Forward(spec, [.. Given(spec, layer, context), tokenCount], "As Forward, where tokens of the stream from tokenCount on are padding: they are attended by none.", kernel);
        if (spec.Attention.Layer!.HasCache)
        {
            yield return Forward(
                spec,
                [.. Given(spec, LayerTensors.OfCache(spec.Attention), context), BlockMembers.Cache],
                "The block for tokens that follow those in the cache, and are added to it: the same bits as Forward over all tokens at once.",
                kernel);
        }
    }

    private static Member Forward(BlockSpec spec, Parameter[] parameters, string summary, string kernel, string last = "") =>
        new(summary, "void Forward", parameters, $"{kernel}.Forward({BlockMembers.Packed(spec)}, {parameters.Names()}{last})");

    private static Parameter[] Given(BlockSpec spec, LayerTensors layer, Parameter context)
    {
        BlockTensors tensors = new(spec, layer);
        return [Parameter.Of(tensors.Stream), context, .. Parameter.Of(tensors.AllOptions)];
    }
}
