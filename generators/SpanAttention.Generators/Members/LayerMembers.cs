using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The methods of an attention layer.</summary>
/// <param name="spec">The layer.</param>
/// <param name="kernel">Its kernel's name.</param>
internal sealed class LayerMembers(AttentionSpec spec, string kernel)
{
    private static readonly Parameter Tokens = new("int", "tokens", "Tokens of the inputs.") { Counted = new("tokens of the inputs", 0) };

    private readonly LayerTensors own = new(spec);

    private Parameter TokenCount => new("int", "tokenCount", "Tokens, among those that keys come from, that are not padding: 0 to all of them.") { Counted = own.Keys };

    private static string Comma(string arguments) => arguments.Length == 0 ? "" : $"{arguments}, ";

    public static IReadOnlyList<Member> Of(AttentionSpec spec, string kernel) => new LayerMembers(spec, kernel).All();

    private IReadOnlyList<Member> All()
    {
        SequenceCall plain = new() { Context = spec.HasContext ? ContextForm.Tokens : ContextForm.None };
        bool hasCache = spec.Layer!.HasCache;
        return
        [
            Forward(plain, "The layer: projections, attention by heads, output."),
            Forward(plain with { IsPadded = true }),
            ForwardAdd(plain, "destination = residual + outputs, token by token."),
            .. Weights(),
            .. hasCache ? OfCache() : [],
            .. spec.HasContext ? OfContext() : [],
            .. Batches().Select(call => Forward(call)),
            .. spec.TakesSequences ? Parallel(plain) : [],
            .. spec.Learns ? Learning(plain) : [],
            .. SequenceMembers.Workspace(Tokens, $"{kernel}.WorkspaceLength", ("tokens, tokens", ""), spec.HasContext, spec.TakesSequences),
        ];
    }

    private IEnumerable<SequenceCall> Batches() => spec.HasContext ? SequenceCall.OverContexts(spec) : SequenceCall.OfSeveral(spec);

    private IEnumerable<Member> OfCache()
    {
        SequenceCall cached = new() { HasCaches = true };
        LayerTensors tensors = TensorsOf(cached);
        Parameter[] given = [.. Parameter.Of(tensors.Given), FormOf(cached).Cache];
        yield return SequenceMembers.CreateCache(kernel);
        yield return Forward(cached);
        yield return ForwardAdd(cached, "The same, added to a residual.");
        yield return new("The attention weights of tokens that would follow those in the cache, which stays as it is.", "void AttentionWeights", [.. given, Parameter.Of(tensors.Pairs)], $"{kernel}.AttentionWeights(packedWeights, {given.Names()}, destination)");
    }

    private IEnumerable<Member> OfContext()
    {
        Parameter[] sources = [.. Parameter.Of(own.KeyValueInputs)];
        yield return SequenceMembers.ProjectContext(sources, $"{kernel}.ProjectContext(packedWeights, {sources.Names()})");
        yield return Forward(new() { Context = ContextForm.Projected });
    }

    private IEnumerable<Member> Weights()
    {
        Parameter[] given = [.. Parameter.Of(own.Given)];
        Parameter pairs = Parameter.Of(own.Pairs);
        string all = spec.HasContext ? $"{kernel}.KeyTokens({own.KeyInputs.Name})" : $"{kernel}.Tokens(inputs)";
        yield return new("The attention weights of every head.", "void AttentionWeights", [.. given, pairs], $"{kernel}.AttentionWeights(packedWeights, {given.Names()}, {all}, destination)");
        yield return new("As AttentionWeights, where tokens from tokenCount on are padding.", "void AttentionWeights", [.. given, TokenCount, pairs], $"{kernel}.AttentionWeights(packedWeights, {given.Names()}, tokenCount, destination)");
    }

    private IEnumerable<Member> Learning(SequenceCall plain)
    {
        yield return LearningMembers.CreateTape(kernel, spec.HasContext);
        yield return ForwardOntoTape(plain, "The same outputs, with what Backward needs of them on a tape.");
        if (spec.TakesSequences)
        {
            yield return ForwardOntoTape(plain with { IsBatch = true, HasLengths = true }, "The same for sequences that lie side by side, all of them on one tape.");
        }

        yield return Backward();
        yield return LearningMembers.Load(spec, kernel);
    }

    private Member ForwardOntoTape(SequenceCall call, string summary) => new(
        summary,
        "void Forward",
        [.. Given(call), LearningMembers.Tape, Parameter.Of(TensorsOf(call).Destination)],
        Call("Forward", call, $"{LearningMembers.Taped}, default"));

    private Member Backward()
    {
        Parameter[] pairs = [.. Parameter.Of(own.OverPairs).Select(LearningMembers.Again)];
        Parameter[] results = [.. Parameter.Of([.. own.InputGradients, .. own.BiasGradients])];
        return new(
            "Gradients of the last Forward onto the tape: those of weights are added to what is there.",
            "void Backward",
            [LearningMembers.RecordedTape, .. pairs, Parameter.Of(own.DestinationGradient), LearningMembers.Gradients, .. results],
            $"{LearningMembers.KernelOf(new LayerBackwardSpec(spec), kernel)}.Backward(packedWeights, {LearningMembers.Taped}, {Comma(pairs.Names())}destinationGradient, {LearningMembers.Spans(spec)}, {results.Names()})");
    }

    private Member Forward(SequenceCall call, string? summary = null) =>
        new(summary ?? SequenceMembers.Summary(call, "layer"), "void Forward", [.. Given(call), Parameter.Of(TensorsOf(call).Destination)], Call("Forward", call, "default"));

    private Member ForwardAdd(SequenceCall call, string summary)
    {
        LayerTensors tensors = TensorsOf(call);
        return new(summary, "void ForwardAdd", [.. Given(call), Parameter.Of(tensors.Residual), Parameter.Of(tensors.Sum)], Call("ForwardAdd", call, "residual")) { WritesInPlace = true };
    }

    private IEnumerable<Parameter> Given(SequenceCall call)
    {
        LayerTensors tensors = TensorsOf(call);
        SequenceForm form = FormOf(call);
        return [Parameter.Of(tensors.Inputs), .. form.Before, .. Parameter.Of(tensors.Options), .. form.After];
    }

    private string Call(string method, SequenceCall call, string residual)
    {
        SequenceForm form = FormOf(call);
        string given = string.Join(", ", form.ContextArguments.Concat(TensorsOf(call).Options.Select(static option => option.Name)));
        return $"{kernel}.{method}(packedWeights, {form.Batch}, inputs, {Comma(given)}{residual}, destination)";
    }

    private IEnumerable<Member> Parallel(SequenceCall plain)
    {
        yield return Parallel("Forward", plain);
        if (spec.Layer!.HasCache)
        {
            yield return Parallel("Forward over a cache", plain with { HasCaches = true });
        }

        if (spec.HasContext)
        {
            yield return Parallel("Forward over a projected context", plain with { Context = ContextForm.Projected });
        }
    }

    private Member Parallel(string form, SequenceCall call)
    {
        LayerTensors tensors = TensorsOf(call);
        SequenceForm words = FormOf(call);
        Parameter[] contexts = [.. call.Context == ContextForm.Tokens ? words.Contexts.Select(Parameter.InMemory) : words.Before];
        Parameter[] options = [.. tensors.Options.Select(Parameter.InMemory)];
        string given = string.Join(", ", words.ContextArguments.Concat(options.Select(static option => option.Name)));
        return ParallelMembers.Of(
            form,
            [Parameter.InMemory(tensors.Inputs), .. contexts, .. options, .. words.After, Parameter.InMemory(tensors.Destination)],
            $"{kernel}.ForwardParallel(packedWeights, {ParallelMembers.Kept(spec, call)}inputs, {Comma(given)}default, destination)");
    }

    private LayerTensors TensorsOf(SequenceCall call) => call.IsBatch ? LayerTensors.OfSequences(spec) : call.HasCaches ? LayerTensors.OfCache(spec) : own;

    private SequenceForm FormOf(SequenceCall call)
    {
        LayerTensors tensors = TensorsOf(call);
        return new(call, kernel, tensors.Inputs) { Contexts = spec.HasContext ? tensors.KeyValueInputs : [], TokenCount = TokenCount };
    }
}
