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

    private string Spans => string.Join(", ", tensors.Given.Select(static tensor => $"{tensor.Name}.Span"));

    private string Parameters => $"AlignedFloats packed, {(Kept(spec) is { } kept ? $"{kept.Type} {kept.Name}, " : "")}{tensors.Given.Memories()}, {tensors.Residual.Memory}, {tensors.Destination.Memory}";

    /// <summary>The parameter that holds keys and values which are kept elsewhere, null where they are not; none where there is no such form.</summary>
    public static (string Type, string Name)? Kept(AttentionSpec spec) => spec.HasContext ? ("ContextCache", "projected") : spec.Layer!.HasCache ? ("KeyValueCache", "cache") : null;

    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        ParallelLayer layer = new(code, plan);
        layer.WriteBatch();
        code.Line();
        layer.WriteForward();
        code.Line();
        layer.WriteCall();
    }

    /// <summary>The arguments of the method that makes one sequence of what a call brings.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="tokens">Tokens of the sequence.</param>
    /// <param name="context">The span of its context.</param>
    public static string BatchArguments(AttentionSpec spec, string tokens, string context) => string.Join(", ", new[] { tokens, spec.HasContext ? context : null, Kept(spec)?.Name }.OfType<string>());

    private void WriteBatch()
    {
        (string summary, string parameters, string batch) = spec switch
        {
            { HasContext: true } => (
                "One sequence over a context: its tokens, or what was projected of them before.",
                $", {tensors.KeyInputs.Span}, ContextCache projected",
                $"projected is null ? SequenceBatch.Of(tokens).Over(KeyTokens({tensors.KeyInputs.Name})) : SequenceBatch.Of(tokens).Over(projected, ContextShape)"),
            { Layer.HasCache: true } => ("One sequence, which goes on from a cache where there is one.", ", KeyValueCache cache", "cache is null ? SequenceBatch.Of(tokens) : SequenceBatch.Of(tokens).After(cache, CacheShape)"),
            _ => ("One sequence.", "", "SequenceBatch.Of(tokens)"),
        };
        code.Line($"/// <summary>{summary}</summary>");
        code.Line($"public static SequenceBatch BatchOf(int tokens{parameters}) => {batch};");
    }

    private void WriteForward()
    {
        code.Line("/// <summary>Outputs of the tokens of one sequence, blocks of which are shared among threads where that pays.</summary>");
        using (code.Block($"public static void ForwardParallel({Parameters})"))
        {
            code.Line($"""
                int tokens = Tokens(inputs.Span);
                SequenceBatch batch = BatchOf({BatchArguments(spec, "tokens", $"{tensors.KeyInputs.Name}.Span")});
                """);
            string sources = "tokens";
            if (spec.HasContext)
            {
                sources = "sources";
                code.Line("int sources = batch.OfContexts.Tokens;");
            }

            ParallelTokens.WriteWorkers(
                code,
                "QueryBlock",
                $"Forward(packed, batch, {Spans}, residual.Span, destination.Span);",
                spec.HasContext ? "(tokens * TokenFlops) + (sources * SourceFlops)" : null,
                spec.HasRing ? "cache is not null" : null); // in a ring, later tokens would take the place of keys that earlier ones still see
            code.Line($$"""
                CheckSequences(packed, batch, slots: 0, {{Spans}}, residual.Span, destination.Span);
                using ScratchFrame keyValues = new((long)batch.Slots * (KeyWidth + ValueWidth));
                ParallelForward call = new(packed, {{(Kept(spec) is { } kept ? $"{kept.Name}, " : "")}}{{tensors.Given.Names()}}, residual, destination, keyValues.Memory);
                """);
            WriteRuns(sources);
            if (spec.Layer!.HasCache)
            {
                code.Line("batch.AddToCaches();");
            }
        }
    }

    private void WriteRuns(string sources)
    {
        if (sources == "tokens")
        {
            code.Line("""
                ParallelBlocks.Run(call with { Together = together }, blocks, workers);
                ParallelBlocks.Run(call with { Together = together, Attends = true }, blocks, workers);
                """);
            return;
        }

        using (code.Block("if (sources > 0)"))
        {
            code.Line("""
                int togetherOfSources = ParallelBlocks.Together(sources, QueryBlock);
                ParallelBlocks.Run(call with { Together = togetherOfSources }, ParallelBlocks.Count(sources, togetherOfSources, heads: 1), workers);
                """);
        }

        code.Line();
        code.Line("ParallelBlocks.Run(call with { Together = together, Attends = true }, blocks, workers);");
    }

    private void WriteCall()
    {
        code.Line("/// <summary>One ForwardParallel, as the threads that work on it see it.</summary>");
        using (code.Block($"private readonly struct ParallelForward({Parameters}, Memory<float> keyValues) : IParallelCall"))
        {
            code.Line("""
                /// <summary>Tokens of a block.</summary>
                public int Together { get; init; }

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
        string added = spec.HasContext ? "Attends ? batch : batch.OfContexts" : "batch";
        code.Line($"""
            SequenceBatch batch = BatchOf({BatchArguments(spec, "inputs.Length / InputDim", $"{tensors.KeyInputs.Name}.Span")});
            Operands operands = CheckSequences(packed, batch, slots: 0, {Spans}, residual.Span, destination.Span);
            operands.Key = {spec.Stored.FromFloats("MemoryMarshal.GetReference(keyValues.Span)")};
            SequenceBlocks block = new({added}, Together);
            int next = 0;
            """);
        using (code.Block("while (queue.TryTake(out int taken))"))
        {
            code.Line("""
                for (; next <= taken; next++) block.Next();
                Operands part = operands;
                """);
            using (code.Block("if (!Attends)"))
            {
                code.Line($"""
                    AddPieces(ref part, {string.Join(", ", tensors.KeyValueInputs.Select(static inputs => $"ref {FirstOf(inputs)}"))}, block);
                    continue;
                    """);
            }

            code.Line();
            code.Line("part.GoOn(block.First);");
            if (SequencesRoutine.AddsAsItAttends(spec))
            {
                SequencesRoutine.WriteAngles(code, spec, "part");
            }

            code.Line($"AttendPieces(ref part, ref {FirstOf(tensors.Inputs)}, block);");
        }
    }

    private static string FirstOf(Tensor inputs) => $"Floats.At(ref MemoryMarshal.GetReference({inputs.Name}.Span), (nint)block.First * {inputs.TokenWidth})";
}
