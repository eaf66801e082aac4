using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits a layer's ForwardParallel: keys and values of all blocks of tokens first, then what attends to them.</summary>
internal sealed class ParallelLayer(KernelWriter code, AttentionPlan plan)
{
    private readonly AttentionSpec spec = plan.Spec;
    private readonly LayerTensors tensors = LayerTensors.OfSequences(plan.Spec);

    private bool HasCache => spec.TakesCaches;

    /// <summary>Tells whether a call that is shared may go on from a cache.</summary>
    private bool SharesCached => HasCache && !spec.HasRing;

    private string Spans => string.Join(", ", tensors.Given.Select(static tensor => $"{tensor.Name}.Span"));

    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        ParallelLayer layer = new(code, plan);
        if (plan.Spec.TakesSequences)
        {
            layer.WriteForward("Outputs of all tokens, blocks of which are shared among threads where that pays.", "", "SequenceBatch.Of(tokens)", "tokens");
            code.Line();
        }

        if (layer.HasCache)
        {
            layer.WriteForwardOverCache();
            code.Line();
        }

        if (SharesTokens(plan.Spec))
        {
            layer.WriteCall();
        }
    }

    /// <summary>Tells whether some call is shared among threads. One over a ring is not: later tokens would take the place of keys that earlier ones still see.</summary>
    public static bool SharesTokens(AttentionSpec spec) => spec.TakesSequences || (spec.TakesCaches && !spec.HasRing);

    private void WriteForwardOverCache()
    {
        if (!spec.HasRing)
        {
            WriteForward("The same for tokens that follow those in a cache, and are added to it.", "KeyValueCache cache, ", "SequenceBatch.Of(cache, CacheShape, tokens)", "cache");
            return;
        }

        code.Line("/// <summary>Outputs of tokens that follow those in a cache, by this thread: in a ring, later tokens would take the place of keys that earlier ones still see.</summary>");
        code.Line($"public static void ForwardParallel({Parameters("KeyValueCache cache, ")}) => {Alone("cache")}");
    }

    private void WriteForward(string summary, string cache, string batch, string last)
    {
        code.Line($"/// <summary>{summary}</summary>");
        using (code.Block($"public static void ForwardParallel({Parameters(cache)})"))
        {
            Check.WriteCount(code, tensors.Inputs);
            ParallelTokens.WriteWorkers(code, "QueryBlock", Alone(last));
            string field = !SharesCached ? "" : cache.Length > 0 ? "cache, " : "cache: null, ";
            code.Line($$"""
                SequenceBatch batch = {{batch}};
                CheckSequences(packed, batch, slots: 0, {{Spans}}, residual.Span, destination.Span);
                using ScratchFrame keyValues = new((long)batch.Slots * (KeyWidth + ValueWidth));
                ParallelForward call = new(packed, {{tensors.Given.Names()}}, {{field}}residual, destination, keyValues.Memory, together);
                ParallelBlocks.Run(call, blocks, workers);
                ParallelBlocks.Run(call with { Attends = true }, blocks, workers);
                """);
            if (cache.Length > 0)
            {
                code.Line("batch.AddToCaches();");
            }
        }
    }

    private string Parameters(string cache) => $"AlignedFloats packed, {tensors.Given.Memories()}, {cache}{tensors.Residual.Memory}, {tensors.Destination.Memory}";

    private string Alone(string last) => $"Forward(packed, {Spans}, {last}, residual.Span, destination.Span);";

    private void WriteCall()
    {
        string parameters = Parameters(SharesCached ? "KeyValueCache cache, " : "");
        code.Line("/// <summary>One ForwardParallel, as the threads that work on it see it.</summary>");
        using (code.Block($"private readonly struct ParallelForward({parameters}, Memory<float> keyValues, int together) : IParallelCall"))
        {
            code.Line("""
                /// <summary>Tells whether tokens attend; keys and values of all of them are there by then. Otherwise they are added.</summary>
                public bool Attends { get; init; }

                """);
            code.Line("/// <summary>One thread's share: blocks as long as there are any.</summary>");
            using (code.Block("public void Work(BlockQueue queue)"))
            {
                WriteWork();
            }
        }
    }

    private void WriteWork()
    {
        string own = "SequenceBatch.Of(inputs.Length / InputDim)";
        string cached = "SequenceBatch.Of(cache, CacheShape, inputs.Length / InputDim)";
        code.Line($"""
            SequenceBatch batch = {(!SharesCached ? own : !spec.TakesSequences ? cached : $"cache is null ? {own} : {cached}")};
            Operands operands = CheckSequences(packed, batch, slots: 0, {Spans}, residual.Span, destination.Span);
            operands.Key = {spec.Stored.FromFloats("MemoryMarshal.GetReference(keyValues.Span)")};
            SequenceBlocks block = new(batch, together);
            int next = 0;
            """);
        using (code.Block("while (queue.TryTake(out int taken))"))
        {
            code.Line("""
                for (; next <= taken; next++) block.Next();
                ref float tokens = ref Floats.At(ref MemoryMarshal.GetReference(inputs.Span), (nint)block.First * InputDim);
                Operands part = operands;
                part.GoOn(block.First);
                """);
            using (code.Block("if (!Attends)"))
            {
                code.Line("""
                    AddPieces(ref part, ref tokens, block);
                    continue;
                    """);
            }

            code.Line();
            if (TokensRoutine.AddsAsItAttends(spec))
            {
                SequencesRoutine.WriteAngles(code, spec, "part");
            }

            code.Line("AttendPieces(ref part, ref tokens, block);");
        }
    }
}
