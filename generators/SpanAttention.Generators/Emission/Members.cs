using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission;

/// <summary>The methods of the user's type, kind by kind: the public surface as one list.</summary>
internal static class Members
{
    /// <param name="spec">The declared attention.</param>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="plan">The plan, which chooses between kernel entries; null for a declaration that is refused.</param>
    public static IReadOnlyList<Member> Of(AttentionSpec spec, string kernel, AttentionPlan? plan = null) => spec.Kind switch
    {
        AttentionKind.SelfAttention => SelfAttention(spec, kernel),
        AttentionKind.Attention => Attention(spec, kernel, plan),
        _ => Layer(spec, kernel),
    };

    private static IReadOnlyList<Member> SelfAttention(AttentionSpec spec, string kernel)
    {
        Axis tokenAxis = new("tokens", spec.QueryLength);
        Axis dimAxis = new("input dim", spec.HeadDim);
        string tokens = Parameter.Length(spec.QueryLength, tokenAxis.Name);
        Parameter inputs = new(Parameter.Input, "inputs", $"[{tokens}, {spec.HeadDim}]: one embedding a token.") { Axes = [tokenAxis, dimAxis] };
        Parameter pairs = new(Parameter.Output, "destination", $"[{tokens}, {tokens}]; may be longer, must not overlap inputs.") { Axes = [tokenAxis, tokenAxis] };
        Parameter contexts = new(Parameter.Output, "destination", $"[{tokens}, {spec.HeadDim}]; may be longer, must not overlap inputs.") { Axes = [tokenAxis, dimAxis] };
        return
        [
            new("scores[i, j] = inputs_i · inputs_j.", "static void Scores", [inputs, pairs], $"{kernel}.Scores(inputs, destination)"),
            new("weights = scores, normalized row by row; every row sums to 1.", "static void Weights", [inputs, pairs], $"{kernel}.Weights(inputs, destination)"),
            new("context = weights · inputs.", "static void Forward", [inputs, contexts], $"{kernel}.Forward(inputs, destination)"),
        ];
    }

    private static IReadOnlyList<Member> Attention(AttentionSpec spec, string kernel, AttentionPlan? plan)
    {
        AttentionParameters parameters = new(spec);
        Parameter[] inputs = [parameters.Query, parameters.Key, parameters.Value];
        Parameter[] pairs = [parameters.Query, parameters.Key];
        string all = $"{kernel}.KeyTokens(query, key)";
        string forward = plan?.Tiny is null ? $"Forward(query, key, value, {all}, destination)" : "Forward(query, key, value, destination)";
        return
        [
            new("context = softmax(query · keyᵀ · scale) · value.", "static void Forward", [.. inputs, parameters.Destination], $"{kernel}.{forward}"),
            new("As Forward, with the natural logarithm of every row's sum of exponentials.", "static void Forward", [.. inputs, parameters.Destination, parameters.LogSumExp], $"{kernel}.Forward(query, key, value, {all}, destination, logSumExp)"),
            new("As Forward, over the first keyCount keys; the others are padding.", "static void Forward", [.. inputs, parameters.KeyCount, parameters.Destination], $"{kernel}.Forward(query, key, value, keyCount, destination)"),
            new("As Forward, over the first keyCount keys, with logSumExp.", "static void Forward", [.. inputs, parameters.KeyCount, parameters.Destination, parameters.LogSumExp], $"{kernel}.Forward(query, key, value, keyCount, destination, logSumExp)"),
            new("weights = softmax(query · keyᵀ · scale); every row with a visible key sums to 1.", "static void Weights", [.. pairs, parameters.Pairs], $"{kernel}.Weights(query, key, {all}, destination)"),
            new("As Weights, over the first keyCount keys; the others get 0.", "static void Weights", [.. pairs, parameters.KeyCount, parameters.Pairs], $"{kernel}.Weights(query, key, keyCount, destination)"),
            new("scores = query · keyᵀ, at the stage asked for.", "static void Scores", [.. pairs, parameters.Stage, parameters.Pairs], $"{kernel}.Scores(query, key, stage, destination)"),
            new("Attention over the union of two disjoint key sets, from the results over each. Results may be written in place; (0, −∞) changes nothing.", "static void Merge", parameters.Merge, $"{kernel}.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp)") { WritesInPlace = true },
            new("Floating-point operations of one call: 2 · visible pairs · (HeadDim + ValueDim) · Heads.", "static long Flops", parameters.Lengths, $"{kernel}.Flops(queryLength, keyLength)"),
            .. Blocks(parameters, kernel, plan),
        ];
    }

    private static IEnumerable<Member> Blocks(AttentionParameters parameters, string kernel, AttentionPlan? plan)
    {
        Parameter[] inputs = [parameters.Block, parameters.Query, parameters.Key, parameters.Value];
        string all = $"{kernel}.KeyTokens(query, key)";
        string parallel = plan?.Parallel is not null ? "ForwardParallel(query, key, value, destination)"
            : plan?.Tiny is not null ? "Forward(query.Span, key.Span, value.Span, destination.Span)"
            : $"Forward(query.Span, key.Span, value.Span, {kernel}.KeyTokens(query.Span, key.Span), destination.Span)";
        return
        [
            new("Blocks that Forward falls into, for a job system of your own: see ForwardBlock.", "static int BlockCount", [parameters.QueryLength], $"{kernel}.BlockCount(queryLength)"),
            new("One block of Forward. All of them are Forward, bit for bit.", "static void ForwardBlock", [.. inputs, parameters.Destination], $"{kernel}.ForwardBlock(block, query, key, value, {all}, destination)"),
            new("As ForwardBlock, with the block's part of logSumExp.", "static void ForwardBlock", [.. inputs, parameters.Destination, parameters.LogSumExp], $"{kernel}.ForwardBlock(block, query, key, value, {all}, destination, logSumExp)"),
            new("As ForwardBlock, over the first keyCount keys.", "static void ForwardBlock", [.. inputs, parameters.KeyCount, parameters.Destination], $"{kernel}.ForwardBlock(block, query, key, value, keyCount, destination)"),
            new("As ForwardBlock, over the first keyCount keys, with logSumExp.", "static void ForwardBlock", [.. inputs, parameters.KeyCount, parameters.Destination, parameters.LogSumExp], $"{kernel}.ForwardBlock(block, query, key, value, keyCount, destination, logSumExp)"),
            new("Forward by the calling thread and those of the thread pool, with the same bits; by the calling thread alone where the work is too little for more.", "static void ForwardParallel", parameters.InMemory, $"{kernel}.{parallel}"),
        ];
    }

    private static IReadOnlyList<Member> Layer(AttentionSpec spec, string kernel)
    {
        LayerInputs names = LayerInputs.Of(spec);
        LayerParameters parameters = new(spec);
        string inputs = string.Join(", ", names.Names);
        string all = $"{kernel}.KeyTokens({string.Join(", ", names.First)})";
        List<Member> members =
        [
            new("The layer: projections, attention by heads, output.", "void Forward", [.. parameters.Inputs, parameters.Destination], $"{kernel}.Forward(packedWeights, {inputs}, {all}, destination)"),
            new("As Forward, where tokens from tokenCount on are padding: they are attended by none.", "void Forward", [.. parameters.Inputs, parameters.TokenCount, parameters.Destination], $"{kernel}.Forward(packedWeights, {inputs}, tokenCount, destination)"),
            new("The attention weights of every head.", "void AttentionWeights", [.. parameters.Inputs, parameters.Pairs], $"{kernel}.AttentionWeights(packedWeights, {inputs}, {all}, destination)"),
            new("As AttentionWeights, where tokens from tokenCount on are padding.", "void AttentionWeights", [.. parameters.Inputs, parameters.TokenCount, parameters.Pairs], $"{kernel}.AttentionWeights(packedWeights, {inputs}, tokenCount, destination)"),
            new("Bytes of workspace that a call with so many tokens takes from this thread's AttentionScratch.", "static long WorkspaceBytes", [new("int", "tokens", "Tokens of the inputs.")], $"{kernel}.WorkspaceLength(tokens, tokens) * sizeof(float)"),
        ];
        if (spec.Layer!.Context != ContextSource.Inputs)
        {
            members.Add(new(
                "Bytes of workspace that a call with so many tokens takes from this thread's AttentionScratch.",
                "static long WorkspaceBytes",
                [new("int", "tokens", "Tokens of the inputs."), new("int", "contextTokens", "Tokens that keys and values are projected from.")],
                $"{kernel}.WorkspaceLength(tokens, contextTokens) * sizeof(float)"));
        }

        return members;
    }
}
