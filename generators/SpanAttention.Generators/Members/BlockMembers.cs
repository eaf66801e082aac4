using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The methods of a transformer block.</summary>
/// <param name="spec">The block.</param>
/// <param name="kernel">Its kernel's name.</param>
internal sealed class BlockMembers(BlockSpec spec, string kernel)
{
    private static readonly Parameter Tokens = new("int", "tokens", "Tokens of the stream.") { Counted = new("tokens of the stream", 0) };

    private bool HasCache => spec.Attention.Layer!.HasCache;

    private string Packed => string.Concat("packedWeights", string.Concat(spec.Parts.Select(static part => $", packed{part.Name}")));

    public static IReadOnlyList<Member> Of(BlockSpec spec, string kernel) => new BlockMembers(spec, kernel).All();

    private IReadOnlyList<Member> All() =>
    [
        .. Calls().Select(Forward),
        .. spec.SharesTokens ? Calls().Where(static call => !call.IsBatch && !call.IsPadded).Select(Parallel) : [],
        .. HasCache ? [SequenceMembers.CreateCache(KernelOf(spec.Attention))] : Array.Empty<Member>(),
        .. spec.CrossAttention is { } cross ? ProjectContext(cross) : [],
        .. spec.Learns ? Learning() : [],
        .. SequenceMembers.Workspace(Tokens, $"{kernel}.WorkspaceLength", spec.CrossAttention is null ? ("tokens", "") : ("tokens, contextTokens: 0", ", over a context that has been projected"), spec.CrossAttention is not null, spec.Attention.TakesSequences),
    ];

    private IEnumerable<SequenceCall> Calls() => spec.CrossAttention is null
        ? SequenceCall.OfOne(spec.Attention).Concat(SequenceCall.OfSeveral(spec.Attention))
        : SequenceCall.OfDecoder(spec.Attention);

    private IEnumerable<Member> ProjectContext(AttentionSpec cross)
    {
        Parameter[] sources = [.. Parameter.Of(new BlockTensors(spec, new(spec.Attention)).Contexts)];
        yield return SequenceMembers.ProjectContext(sources, $"{KernelOf(cross)}.ProjectContext(packedCrossAttention, {sources.Names()})");
    }

    private Member Forward(SequenceCall call) => Forward(call, tapes: "");

    private Member Forward(SequenceCall call, string tapes)
    {
        BlockTensors tensors = TensorsOf(call);
        SequenceForm form = FormOf(call);
        Parameter[] parameters = [Parameter.Of(tensors.Stream), .. form.Before, .. Parameter.Of(tensors.AllOptions), .. form.After];
        string summary = call is { IsBatch: false, IsPadded: false, HasCaches: false, Context: not ContextForm.Projected } ? $"The block in place, {Equation}." : SequenceMembers.Summary(call, "block in place");
        string others = string.Concat(form.ContextArguments.Concat(tensors.AllOptions.Select(static option => option.Name)).Select(static name => $", {name}"));
        return new(summary, "void Forward", parameters, $"{kernel}.Forward({Packed}, {form.Batch}, stream{others}{tapes})");
    }

    private IEnumerable<Member> Learning()
    {
        yield return LearningMembers.CreateTape([(kernel, false), .. spec.Parts.Select(part => (KernelOf(part.Spec), part.Spec == spec.CrossAttention))]);
        foreach (SequenceCall call in Calls().Where(static call => call is { HasCaches: false, IsPadded: false, Context: not ContextForm.Projected }))
        {
            yield return ForwardOntoTape(call);
        }

        yield return Backward();
        yield return LearningMembers.Load($"{kernel}.LoadParts({Packed}, {string.Join(", ", BlockWeights.Of(spec).SelectMany(static part => part.Tensors).Select(static tensor => $"weights.{tensor.Place}"))})");
    }

    private string Tapes => string.Join(", ", spec.Parts.Select(static part => LearningMembers.Taped + part.Name).Prepend(LearningMembers.Taped));

    private Member ForwardOntoTape(SequenceCall call)
    {
        Member forward = Forward(call, $", {Tapes}");
        string summary = call.IsBatch ? "The same for sequences that lie side by side, all of them on one tape." : "The block in place, with what Backward needs of it on a tape.";
        return forward with { Summary = summary, Parameters = [.. forward.Parameters, LearningMembers.Tape] };
    }

    private Member Backward()
    {
        BlockTensors tensors = new(spec, LayerTensors.OfSequences(spec.Attention));
        Parameter[] pairs = [.. Parameter.Of(tensors.OverPairs.SelectMany(static part => part.OverPairs)).Select(LearningMembers.Again)];
        Parameter[] results = [.. Parameter.Of([tensors.StreamGradient, .. tensors.ContextGradients, .. tensors.OverPairs.SelectMany(static part => part.BiasGradients)])];
        string gradients = string.Join(", ", [LearningMembers.Spans(spec), .. spec.Parts.Select(static part => LearningMembers.Spans(part.Spec, $"gradients.{part.Name}"))]);
        return new(
            "Gradients of the last Forward onto the tape: those of weights are added to what is there.",
            "void Backward",
            [LearningMembers.RecordedTape, .. pairs, LearningMembers.Gradients, .. results],
            $"{kernel}.Backward({string.Join(", ", [Packed, Tapes, .. pairs.Select(static pair => pair.Name), gradients, results.Names()])})");
    }

    private Member Parallel(SequenceCall call)
    {
        BlockTensors tensors = TensorsOf(call);
        SequenceForm form = FormOf(call);
        Parameter[] contexts = [.. call.Context == ContextForm.Tokens ? form.Contexts.Select(Parameter.InMemory) : form.Before];
        string over = call.HasCaches ? " over a cache" : "";
        string context = call.Context == ContextForm.Projected ? (over.Length == 0 ? " over a projected context" : " and a projected context") : "";
        string kept = string.Concat(new[] { spec.Attention, spec.CrossAttention }.OfType<AttentionSpec>().Select(part => ParallelMembers.Kept(part, call)));
        string others = string.Concat(form.ContextArguments.Concat(tensors.AllOptions.Select(static option => option.Name)).Select(static name => $", {name}"));
        return ParallelMembers.Of(
            $"Forward{over}{context}",
            [Parameter.InMemory(tensors.Stream), .. contexts, .. tensors.AllOptions.Select(Parameter.InMemory), .. form.After],
            $"{kernel}.ForwardParallel({Packed}, {kept}stream{others})");
    }

    private BlockTensors TensorsOf(SequenceCall call) =>
        new(spec, call.IsBatch ? LayerTensors.OfSequences(spec.Attention) : call.HasCaches ? LayerTensors.OfCache(spec.Attention) : new(spec.Attention));

    private SequenceForm FormOf(SequenceCall call)
    {
        BlockTensors tensors = TensorsOf(call);
        string count = spec.CrossAttention is null ? "Tokens that are not padding: 0 to all of them." : "Tokens of the stream that are not padding: 0 to all of them.";
        return new(call, kernel, tensors.Stream)
        {
            Maker = "block",
            CacheKernel = KernelOf(spec.Attention),
            ContextKernel = spec.CrossAttention is { } cross ? KernelOf(cross) : null,
            Contexts = tensors.Contexts,
            TokenCount = new("int", "tokenCount", count) { Counted = new LayerTensors(spec.Attention).Keys },
        };
    }

    /// <summary>The name of a part's kernel; empty where the block's is not known.</summary>
    private string KernelOf(DeclaredSpec part) => kernel.Contains('.') ? kernel.Substring(0, kernel.LastIndexOf('.') + 1) + part.Type.KernelName : "";

    /// <summary>The block's equation, part by part.</summary>
    private string Equation
    {
        get
        {
            string scale = spec.ResidualScale == 1 ? "" : "scale · ";
            string Of(string part) => spec.Norms.Placement switch
            {
                NormPlacement.Pre => $"stream + {scale}{part}(norm(stream))",
                NormPlacement.Post => $"norm(stream + {scale}{part}(stream))",
                NormPlacement.Sandwich => $"stream + {scale}norm({part}(norm(stream)))",
                _ => $"stream + {scale}norm({part}(stream))",
            };
            return spec.Parallel ? $"stream + {scale}attention(norm(stream)) + {scale}feedForward(norm(stream))" : string.Join(", then ", spec.Parts.Select(part => Of(part.Parameter)));
        }
    }
}
