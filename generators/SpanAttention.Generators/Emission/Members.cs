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
        AttentionKind.AdditiveAttention => Additive(spec, kernel),
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
        Parameter[] inputs = [parameters.Query, parameters.Key, parameters.Value, .. parameters.Options(OptionalOperand.All(spec))];
        Parameter[] weighed = [parameters.Query, parameters.Key, .. parameters.Options(OptionalOperand.Weights(spec))];
        Parameter[] scored = [parameters.Query, parameters.Key, .. parameters.Options(OptionalOperand.Scores(spec))];
        string arguments = Arguments(inputs);
        string all = $"{kernel}.KeyTokens(query, key)";
        string forward = plan?.Tiny is null ? $"Forward({arguments}, {all}, destination)" : $"Forward({arguments}, destination)";
        string scores = AttentionEquations.Scores(spec);
        string context = spec.Dropout ? "context = dropout(softmax(scores)) · value" : "context = softmax(scores) · value";
        return
        [
            new($"{context.Replace("scores", scores)}.", "static void Forward", [.. inputs, parameters.Destination], $"{kernel}.{forward}"),
            new("As Forward, with the natural logarithm of every row's sum of exponentials.", "static void Forward", [.. inputs, parameters.Destination, parameters.LogSumExp], $"{kernel}.Forward({arguments}, {all}, destination, logSumExp)"),
            new("As Forward, over the first keyCount keys; the others are padding.", "static void Forward", [.. inputs, parameters.KeyCount, parameters.Destination], $"{kernel}.Forward({arguments}, keyCount, destination)"),
            new("As Forward, over the first keyCount keys, with logSumExp.", "static void Forward", [.. inputs, parameters.KeyCount, parameters.Destination, parameters.LogSumExp], $"{kernel}.Forward({arguments}, keyCount, destination, logSumExp)"),
            new($"weights = softmax({scores}); every row with a visible key sums to 1{(spec.Sinks ? " less the sink's share" : "")}.", "static void Weights", [.. weighed, parameters.Pairs], $"{kernel}.Weights({Arguments(weighed)}, {all}, destination)"),
            new("As Weights, over the first keyCount keys; the others get 0.", "static void Weights", [.. weighed, parameters.KeyCount, parameters.Pairs], $"{kernel}.Weights({Arguments(weighed)}, keyCount, destination)"),
            new("scores = query · keyᵀ, at the stage asked for.", "static void Scores", [.. scored, parameters.Stage, parameters.Pairs], $"{kernel}.Scores({Arguments(scored)}, stage, destination)"),
            new("Attention over the union of two disjoint key sets, from the results over each. Results may be written in place; (0, −∞) changes nothing.", "static void Merge", parameters.Merge, $"{kernel}.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp)") { WritesInPlace = true, FollowsPlan = false },
            new("Floating-point operations of one call: 2 · visible pairs · (HeadDim + ValueDim) · Heads.", "static long Flops", parameters.Lengths, $"{kernel}.Flops(queryLength, keyLength)") { FollowsPlan = false },
            .. Blocks(parameters, kernel, plan, inputs),
        ];
    }

    private static IEnumerable<Member> Blocks(AttentionParameters parameters, string kernel, AttentionPlan? plan, IReadOnlyList<Parameter> operands)
    {
        Parameter[] inputs = [parameters.Block, .. operands];
        string arguments = Arguments(inputs);
        string all = $"{kernel}.KeyTokens(query, key)";
        string spans = string.Join(", ", operands.Select(static operand => $"{operand.Name}.Span"));
        string parallel = plan?.Parallel is not null ? $"ForwardParallel({Arguments(operands)}, destination)"
            : plan?.Tiny is not null ? $"Forward({spans}, destination.Span)"
            : $"Forward({spans}, {kernel}.KeyTokens(query.Span, key.Span), destination.Span)";
        return
        [
            new("Blocks that Forward falls into, for a job system of your own: see ForwardBlock.", "static int BlockCount", [parameters.QueryLength], $"{kernel}.BlockCount(queryLength)") { FollowsPlan = false },
            new("One block of Forward. All of them are Forward, bit for bit.", "static void ForwardBlock", [.. inputs, parameters.Destination], $"{kernel}.ForwardBlock({arguments}, {all}, destination)"),
            new("As ForwardBlock, with the block's part of logSumExp.", "static void ForwardBlock", [.. inputs, parameters.Destination, parameters.LogSumExp], $"{kernel}.ForwardBlock({arguments}, {all}, destination, logSumExp)"),
            new("As ForwardBlock, over the first keyCount keys.", "static void ForwardBlock", [.. inputs, parameters.KeyCount, parameters.Destination], $"{kernel}.ForwardBlock({arguments}, keyCount, destination)"),
            new("As ForwardBlock, over the first keyCount keys, with logSumExp.", "static void ForwardBlock", [.. inputs, parameters.KeyCount, parameters.Destination, parameters.LogSumExp], $"{kernel}.ForwardBlock({arguments}, keyCount, destination, logSumExp)"),
            new("Forward by the calling thread and those of the thread pool, with the same bits; by the calling thread alone where the work is too little for more.", "static void ForwardParallel", parameters.InMemory, $"{kernel}.{parallel}"),
        ];
    }

    private static IReadOnlyList<Member> Additive(AttentionSpec spec, string kernel)
    {
        AdditiveParameters parameters = new(spec);
        string score = spec.Additive!.HasScale ? "Σ scale_x · tanh(query_x + key_x)" : "Σ tanh(query_x + key_x)";
        return
        [
            new($"context = softmax({score}) · value.", "static void Forward", parameters.Forward, $"{kernel}.Forward({Arguments(parameters.Forward)})"),
            new($"weights = softmax({score}); every row with a visible key sums to 1.", "static void Weights", parameters.Weights, $"{kernel}.Weights({Arguments(parameters.Weights)})"),
        ];
    }

    private static string Arguments(IEnumerable<Parameter> parameters) => string.Join(", ", parameters.Select(static parameter => parameter.Name));

    private static IReadOnlyList<Member> Layer(AttentionSpec spec, string kernel)
    {
        LayerInputs names = LayerInputs.Of(spec);
        LayerParameters parameters = new(spec);
        Parameter[] given = [.. parameters.Inputs, .. parameters.Options];
        string inputs = Arguments(given);
        string all = $"{kernel}.KeyTokens({string.Join(", ", names.First)})";
        List<Member> members =
        [
            new("The layer: projections, attention by heads, output.", "void Forward", [.. given, parameters.Destination], $"{kernel}.Forward(packedWeights, {inputs}, {all}, destination)"),
            new("As Forward, where tokens from tokenCount on are padding: they are attended by none.", "void Forward", [.. given, parameters.TokenCount, parameters.Destination], $"{kernel}.Forward(packedWeights, {inputs}, tokenCount, destination)"),
            new("The attention weights of every head.", "void AttentionWeights", [.. given, parameters.Pairs], $"{kernel}.AttentionWeights(packedWeights, {inputs}, {all}, destination)"),
            new("As AttentionWeights, where tokens from tokenCount on are padding.", "void AttentionWeights", [.. given, parameters.TokenCount, parameters.Pairs], $"{kernel}.AttentionWeights(packedWeights, {inputs}, tokenCount, destination)"),
            new("Bytes of workspace that a call with so many tokens takes from this thread's AttentionScratch.", "static long WorkspaceBytes", [new("int", "tokens", "Tokens of the inputs.")], $"{kernel}.WorkspaceLength(tokens, tokens) * sizeof(float)") { FollowsPlan = false },
        ];
        if (spec.Layer!.Context != ContextSource.Inputs)
        {
            members.Add(new(
                "Bytes of workspace that a call with so many tokens takes from this thread's AttentionScratch.",
                "static long WorkspaceBytes",
                [new("int", "tokens", "Tokens of the inputs."), new("int", "contextTokens", "Tokens that keys and values are projected from.")],
                $"{kernel}.WorkspaceLength(tokens, contextTokens) * sizeof(float)") { FollowsPlan = false });
        }

        return
        [
            .. members,
            .. spec.Layer.HasCache ? Cache(kernel, parameters) : [],
            .. spec.Layer.Context != ContextSource.Inputs ? Context(kernel, parameters) : [],
        ];
    }

    private static IReadOnlyList<Member> Context(string kernel, LayerParameters parameters)
    {
        Parameter[] given = [parameters.Inputs[0], parameters.Projected, .. parameters.Options];
        Parameter[] sources = [.. parameters.Inputs.Skip(1)];
        return
        [
            new("Keys and values of a context, projected once for any number of calls.", "global::SpanAttention.ContextCache ProjectContext", sources, $"{kernel}.ProjectContext(packedWeights, {Arguments(sources)})") { FollowsPlan = false },
            new("The layer over a context that has been projected.", "void Forward", [.. given, parameters.Destination], $"{kernel}.Forward(packedWeights, {Arguments(given)}, destination)"),
        ];
    }

    private static IReadOnlyList<Member> Cache(string kernel, LayerParameters parameters)
    {
        Parameter[] given = [.. parameters.Inputs, .. parameters.CachedOptions, parameters.Cache];
        return
        [
            new("An empty cache of keys and values for one sequence.", "global::SpanAttention.KeyValueCache CreateCache", [], $"{kernel}.NewCache()") { FollowsPlan = false },
            new("The layer for tokens that follow those in the cache, and are added to it: the same bits as Forward over all tokens at once.", "void Forward", [.. given, parameters.Destination], $"{kernel}.Forward(packedWeights, {Arguments(given)}, destination)"),
            new("The attention weights of tokens that would follow those in the cache, which stays as it is.", "void AttentionWeights", [.. given, parameters.CachedPairs], $"{kernel}.AttentionWeights(packedWeights, {Arguments(given)}, destination)"),
        ];
    }
}
