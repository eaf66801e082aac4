using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Lists the emitted members of a declaration.</summary>
public static class MemberCalls
{
    public static CallBuffers Buffers(AttentionShape shape, int queryLength, int keyLength)
    {
        int contextLength = shape.Context(queryLength).Length;
        CallBuffers buffers = new(
            ("query", shape.Query(queryLength).Length),
            ("key", shape.Key(keyLength).Length),
            ("value", shape.Value(keyLength).Length),
            ("bias", shape.BiasLength(queryLength, keyLength)),
            ("sinks", shape.SinksLength),
            ("destination", Math.Max(contextLength, shape.Heads * queryLength * keyLength)),
            ("logSumExp", shape.Heads * queryLength),
            ("context", contextLength),
            ("contextGradient", contextLength),
            ("queryGradient", shape.Query(queryLength).Length),
            ("keyGradient", shape.Key(keyLength).Length),
            ("valueGradient", shape.Value(keyLength).Length),
            ("biasGradient", shape.BiasLength(queryLength, keyLength)),
            ("sinksGradient", shape.SinksLength),
            ("state", shape.StateLength(queryLength)),
            ("outputA", contextLength),
            ("outputB", contextLength),
            ("output", contextLength),
            ("logSumExpA", shape.Heads * queryLength),
            ("logSumExpB", shape.Heads * queryLength));
        buffers.AddFlags("mask", shape.MaskLength(queryLength, keyLength));
        buffers.AddFlags("keep", shape.KeepLength(queryLength, keyLength));
        buffers.AllowLonger("query", shape.Query(queryLength).LongestLength);
        buffers.AllowLonger("key", shape.Key(keyLength).LongestLength);
        buffers.AllowLonger("value", shape.Value(keyLength).LongestLength);
        return buffers;
    }

    public static int DestinationLength(string member, AttentionShape shape, int queryLength, int keyLength) =>
        member.StartsWith("Forward", StringComparison.Ordinal) || member.StartsWith("Finish", StringComparison.Ordinal) ? queryLength * shape.Heads * shape.ValueDim : shape.Heads * queryLength * keyLength;

    /// <summary>Whether a member computes one of a call's blocks.</summary>
    public static bool TakesBlock(MemberCall member) => member.Name.StartsWith("ForwardBlock", StringComparison.Ordinal);

    public static IReadOnlyList<MemberCall> Attention(ICompiledAttention attention, AttentionShape shape, int keyCount, int block = 0, ScoreStage stage = ScoreStage.Masked)
    {
        string[] inputs = AttentionParameters.Forward(shape);
        return
        [
            new("Forward", inputs, ["destination"], b => attention.Forward(CallOperands.Of(b), b["destination"])),
            new("Forward with logSumExp", inputs, ["destination", "logSumExp"], b => attention.Forward(CallOperands.Of(b), b["destination"], b["logSumExp"])),
            new("Forward with keyCount", inputs, ["destination"], b => attention.Forward(CallOperands.Of(b), keyCount, b["destination"])),
            new("Forward with both", inputs, ["destination", "logSumExp"], b => attention.Forward(CallOperands.Of(b), keyCount, b["destination"], b["logSumExp"])),
            new("ForwardBlock", inputs, ["destination"], b => attention.ForwardBlock(block, CallOperands.Of(b), b["destination"])),
            new("ForwardBlock with logSumExp", inputs, ["destination", "logSumExp"], b => attention.ForwardBlock(block, CallOperands.Of(b), b["destination"], b["logSumExp"])),
            new("ForwardBlock with keyCount", inputs, ["destination"], b => attention.ForwardBlock(block, CallOperands.Of(b), keyCount, b["destination"])),
            new("ForwardBlock with both", inputs, ["destination", "logSumExp"], b => attention.ForwardBlock(block, CallOperands.Of(b), keyCount, b["destination"], b["logSumExp"])),
            new("ForwardParallel", inputs, ["destination"], b => attention.ForwardParallel(CallOperands.Of(b), b.Memory("destination"))),
            new("Weights", AttentionParameters.Weights(shape), ["destination"], b => attention.Weights(CallOperands.Of(b), b["destination"])),
            new("Weights with keyCount", AttentionParameters.Weights(shape), ["destination"], b => attention.Weights(CallOperands.Of(b), keyCount, b["destination"])),
            new("Scores", AttentionParameters.Scores(shape), ["destination"], b => attention.Scores(CallOperands.Of(b), stage, b["destination"])),
            .. shape.Gradients ? Backward(attention, shape, keyCount) : [],
            .. shape.State ? State(attention, shape, keyCount) : [],
        ];
    }

    private static IEnumerable<MemberCall> Backward(ICompiledAttention attention, AttentionShape shape, int keyCount)
    {
        string[] inputs = [.. AttentionParameters.Forward(shape), .. AttentionParameters.Forwarded];
        string[] gradients = AttentionParameters.Gradients(shape);
        yield return new("Backward", inputs, gradients, b => attention.Backward(CallOperands.Of(b), BackwardOperands.Of(b)));
        yield return new("Backward with keyCount", inputs, gradients, b => attention.Backward(CallOperands.Of(b), keyCount, BackwardOperands.Of(b)));
    }

    /// <summary>The whole of the keys as one part.</summary>
    private static IEnumerable<MemberCall> State(ICompiledAttention attention, AttentionShape shape, int keyCount)
    {
        string[] carried = AttentionParameters.Carried(shape);
        int Keys(CallBuffers buffers) => buffers.Length("key") / (shape.KeyStride ?? shape.KeyValueHeads * shape.HeadDim) + (shape.KeyStride is null ? 0 : 1);
        yield return new("Begin", shape.Sinks ? ["sinks"] : [], ["state"], b => attention.Begin(CallOperands.Of(b), b["state"]));
        yield return new("Continue", carried, ["state"], b => attention.Continue(CallOperands.Of(b), 0, Keys(b), b["state"]));
        yield return new("Continue with keyCount", carried, ["state"], b => attention.Continue(CallOperands.Of(b), keyCount, 0, Keys(b), b["state"]));
        yield return new("Finish", ["state"], ["destination"], b => attention.Finish(b["state"], b["destination"]));
        yield return new("Finish with logSumExp", ["state"], ["destination", "logSumExp"], b => attention.Finish(b["state"], b["destination"], b["logSumExp"]));
    }

    public static MemberCall Merge(ICompiledAttention attention) => new(
        "Merge",
        ["outputA", "logSumExpA", "outputB", "logSumExpB"],
        ["output", "logSumExp"],
        b => attention.Merge(b["outputA"], b["logSumExpA"], b["outputB"], b["logSumExpB"], b["output"], b["logSumExp"]));

    public static CallBuffers Buffers(SelfAttentionDeclaration declaration, int tokens) => new(
        ("inputs", tokens * declaration.InputDim),
        ("destination", tokens * Math.Max(tokens, declaration.InputDim)));

    public static int DestinationLength(string member, SelfAttentionDeclaration declaration, int tokens) =>
        tokens * (member is "Forward" or "Backward" ? declaration.InputDim : tokens);

    public static IReadOnlyList<MemberCall> SelfAttention(ICompiledSelfAttention attention, bool gradients = false) =>
    [
        new("Scores", ["inputs"], ["destination"], b => attention.Scores(b["inputs"], b["destination"])),
        new("Weights", ["inputs"], ["destination"], b => attention.Weights(b["inputs"], b["destination"])),
        new("Forward", ["inputs"], ["destination"], b => attention.Forward(b["inputs"], b["destination"])),
        .. gradients ? [new MemberCall("Backward", ["inputs", "contextGradient"], ["destination"], b => attention.Backward(b["inputs"], b["contextGradient"], b["destination"]))] : Array.Empty<MemberCall>(),
    ];

    public static IReadOnlyList<MemberCall> Additive(ICompiledAdditive attention, bool gradients) =>
    [
        new("Forward", ["query", "key", "value", "scale", "mask"], ["destination"], b => attention.Forward(b["query"], b["key"], b["value"], b["scale"], b.Flags("mask").Span, b["destination"])),
        new("Weights", ["query", "key", "scale", "mask"], ["destination"], b => attention.Weights(b["query"], b["key"], b["scale"], b.Flags("mask").Span, b["destination"])),
        .. gradients ? AdditiveGradients(attention) : [],
    ];

    private static IReadOnlyList<MemberCall> AdditiveGradients(ICompiledAdditive attention) =>
    [
        new(
            "Forward",
            ["query", "key", "value", "scale", "mask"],
            ["destination", "logSumExp"],
            b => attention.Forward(b["query"], b["key"], b["value"], b["scale"], b.Flags("mask").Span, b["destination"], b["logSumExp"])),
        new(
            "Backward",
            ["query", "key", "value", "scale", "mask", "context", "logSumExp", "contextGradient"],
            ["queryGradient", "keyGradient", "valueGradient", "scaleGradient"],
            b => attention.Backward(
                b["query"], b["key"], b["value"], b["scale"], b.Flags("mask").Span, b["context"], b["logSumExp"], b["contextGradient"],
                b["queryGradient"], b["keyGradient"], b["valueGradient"], b["scaleGradient"])),
    ];

    public static CallBuffers Buffers(LayerDeclaration declaration, int tokens, int contextTokens)
    {
        CallBuffers buffers = new(
            ("inputs", tokens * declaration.InputDim),
            ("context", contextTokens * declaration.KeyWidth),
            ("keyInputs", contextTokens * declaration.KeyWidth),
            ("valueInputs", contextTokens * declaration.ValueWidth),
            ("cos", tokens * declaration.RotaryPairs),
            ("sin", tokens * declaration.RotaryPairs),
            ("bias", declaration.Shape.BiasLength(tokens, contextTokens)),
            ("residual", tokens * declaration.OutputDim),
            ("destination", tokens * Math.Max(declaration.OutputDim, declaration.Heads * contextTokens)));
        buffers.Set("positions", LayerOperands.Bits(new int[tokens]));
        buffers.AddFlags("mask", declaration.Shape.MaskLength(tokens, contextTokens));
        LearningCalls.AddGradients(buffers, declaration, tokens, contextTokens);
        return buffers;
    }

    public static int DestinationLength(string member, LayerDeclaration declaration, int tokens, int contextTokens) =>
        tokens * (member.StartsWith("Forward", StringComparison.Ordinal) ? declaration.OutputDim : declaration.Heads * contextTokens);

    public static IReadOnlyList<MemberCall> Layer(ICompiledLayer layer, LayerDeclaration declaration, int tokenCount)
    {
        string[] inputs = LayerParameters.Forward(declaration);
        LayerOperands Operands(CallBuffers buffers) => LayerOperands.Of(buffers, declaration);
        return
        [
            new("Forward", inputs, ["destination"], b => layer.Forward(Operands(b), b["destination"])),
            new("Forward with tokenCount", inputs, ["destination"], b => layer.Forward(Operands(b), tokenCount, b["destination"])),
            new("ForwardAdd", [.. inputs, "residual"], ["destination"], b => layer.ForwardAdd(Operands(b), b["residual"], b["destination"])),
            new("AttentionWeights", inputs, ["destination"], b => layer.AttentionWeights(Operands(b), b["destination"])),
            new("AttentionWeights with tokenCount", inputs, ["destination"], b => layer.AttentionWeights(Operands(b), tokenCount, b["destination"])),
            .. declaration.SequenceLength is not null ? [] : OfSequences(layer, declaration),
            .. declaration.ContextLength is null ? [] : Cached(layer, declaration),
            .. declaration.IsCross ? Projected(layer, declaration) : [],
            .. declaration.Gradients ? new LearningCalls(layer, declaration).All : [],
        ];
    }

    /// <summary>One sequence, by the members that take several or share one among threads.</summary>
    private static MemberCall[] OfSequences(ICompiledLayer layer, LayerDeclaration declaration)
    {
        string[] inputs = LayerParameters.Forward(declaration);
        return
        [
            new("Forward with lengths", inputs, ["destination"], b =>
            {
                LayerOperands operands = LayerOperands.Of(b, declaration);
                int tokens = operands.Inputs.Length / declaration.InputDim;
                if (declaration.IsCross)
                {
                    layer.Forward(operands, [tokens], [operands.KeyInputs.Length / declaration.KeyWidth], b["destination"]);
                }
                else
                {
                    layer.Forward(operands, [tokens], b["destination"]);
                }
            }),
            new("ForwardParallel", inputs, ["destination"], b => layer.ForwardParallel(LayerOperands.Of(b, declaration), b.Memory("destination"))),
        ];
    }

    /// <summary>What takes the tokens that follow those of a cache, the last of it adding them.</summary>
    public static IReadOnlyList<MemberCall> OverCache(ICompiledLayer layer, LayerDeclaration declaration, KeyValueCache cache)
    {
        string[] inputs = LayerParameters.Forward(declaration);
        KeyValueCache copy = layer.CreateCache();
        KeyValueCache Copied()
        {
            cache.CopyTo(copy);
            return copy;
        }

        return
        [
            new("ForwardAdd over a cache", [.. inputs, "residual"], ["destination"], b => layer.ForwardAdd(LayerOperands.Of(b, declaration), Copied(), b["residual"], b["destination"])),
            new("ForwardParallel over a cache", inputs, ["destination"], b => layer.ForwardParallel(LayerOperands.Of(b, declaration), Copied(), b.Memory("destination"))),
            new("AttentionWeights over a cache", inputs, ["destination"], b => layer.AttentionWeights(LayerOperands.Of(b, declaration), cache, b["destination"])),
            new("Forward over a cache", inputs, ["destination"], b => layer.Forward(LayerOperands.Of(b, declaration), cache, b["destination"])),
        ];
    }

    /// <summary>Each call finds the cache empty.</summary>
    private static IEnumerable<MemberCall> Cached(ICompiledLayer layer, LayerDeclaration declaration)
    {
        KeyValueCache cache = layer.CreateCache();
        return OverCache(layer, declaration, cache).Select(member => member with
        {
            Call = b =>
            {
                cache.Reset();
                member.Call(b);
                cache.Reset();
            },
        });
    }

    private static MemberCall[] Projected(ICompiledLayer layer, LayerDeclaration declaration)
    {
        ContextCache? context = null;
        string[] inputs = ["inputs", .. LayerParameters.Options(declaration)];
        ContextCache Context(CallBuffers buffers) => context ??= layer.ProjectContext(LayerOperands.Of(buffers, declaration));
        ContextCache[] contexts = [];
        ContextCache[] OneForEachToken(CallBuffers buffers)
        {
            int tokens = buffers["inputs"].Length / declaration.InputDim;
            return contexts.Length == tokens ? contexts : contexts = [.. Enumerable.Repeat(Context(buffers), tokens)];
        }

        MemberCall[] several =
        [
            new("Forward with lengths over projected contexts", inputs, ["destination"], b => layer.Forward(LayerOperands.Of(b, declaration), [b["inputs"].Length / declaration.InputDim], [Context(b)], b["destination"])),
            .. declaration.Mask == AttentionMask.Keys ? [] : new MemberCall[] // of which each token would have a mask of its own
            {
                new("Forward over a projected context for each token", inputs, ["destination"], b => layer.Forward(LayerOperands.Of(b, declaration), OneForEachToken(b), b["destination"])),
            },
            new("ForwardParallel over a projected context", inputs, ["destination"], b => layer.ForwardParallel(LayerOperands.Of(b, declaration), Context(b), b.Memory("destination"))),
        ];
        return
        [
            new("ProjectContext", LayerParameters.Context(declaration), [], b => layer.ProjectContext(LayerOperands.Of(b, declaration))),
            new("Forward over a projected context", inputs, ["destination"], b => layer.Forward(LayerOperands.Of(b, declaration), Context(b), b["destination"])),
            .. declaration.SequenceLength is null ? several : [],
        ];
    }
}
