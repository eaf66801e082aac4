using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the Forward of a layer that learns: outputs as without a tape, and on it what gradients are computed from. Sequences attend over the rows of the tape.</summary>
internal sealed class TapeRoutine(KernelWriter code, AttentionPlan plan)
{
    private readonly AttentionSpec spec = plan.Spec;
    private readonly LayerSpec layer = plan.Spec.Layer!;
    private readonly LayerTensors tensors = LayerTensors.OfSequences(plan.Spec);
    private readonly TapePlan tape = new(plan.Spec);

    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        TapeRoutine routine = new(code, plan);
        routine.WriteNew();
        code.Line();
        routine.WriteForward();
        routine.WriteRecords();
        code.Line();
        routine.WriteAttend();
        code.Line();
        routine.WriteStore();
    }

    private void WriteNew()
    {
        (string parameter, string argument) = spec.HasContext ? (", int contextTokens", ", contextTokens, TapedContextLength") : ("", "");
        code.Line("/// <summary>A tape with room for so many tokens.</summary>");
        code.Line($"public static LayerTape NewTape(int tokens{parameter}) => new(tokens, TapedLength{argument});");
    }

    private void WriteForward()
    {
        LayerOutputs outputs = LayerOutputs.Of(tensors);
        code.Line("/// <summary>Outputs of all tokens, added to a residual where there is one, and on the tape what gradients are computed from.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, SequenceBatch batch, {tensors.Given.Spans()}, LayerTape tape, {outputs.Spans})"))
        {
            code.Line($"LayerTape.RequireRoom(tape, batch.Tokens, \"{tensors.Inputs.Name}\");");
            if (spec.HasContext)
            {
                code.Line($"LayerTape.RequireContextRoom(tape, batch.OfContexts.Tokens, \"{tensors.KeyInputs.Name}\");");
            }

            code.Line($"""
                Operands operands = CheckSequences(packed, batch, slots: 0, {tensors.Given.Names()}, residual, destination);
                tape.Start(batch);
                RecordTokens(ref operands, tape, {LayerEntries.References(OwnInputs)}, batch);
                """);
            if (spec.HasContext)
            {
                code.Line($"RecordSources(ref operands, tape, {LayerEntries.References(tensors.KeyValueInputs)}, batch.OfContexts);");
            }

            code.Line("""
                AttendTape(ref operands, tape, batch);
                StoreTape(ref operands, tape, batch.Tokens);
                """);
        }
    }

    private Tensor[] OwnInputs => [tensors.Inputs];

    private void WriteRecords()
    {
        WriteLoop("RecordTokens", "Inputs and queries of all tokens" + (spec.HasContext ? "" : ", their keys and values"), OwnInputs, (TapeRun[])[tape.Inputs], (Record[])[new(LayerProjection.Query, tape.Queries, tape.PlainQueries, tensors.Inputs), .. spec.HasContext ? [] : Sources()], turns: true);
        if (spec.HasContext)
        {
            WriteLoop("RecordSources", "Inputs, keys and values of all tokens of contexts", tensors.KeyValueInputs, [.. new[] { tape.KeyInputs, tape.ValueInputs }.Distinct()], Sources(), turns: false);
        }

        WriteRecord(new(LayerProjection.Query, tape.Queries, tape.PlainQueries, tensors.Inputs));
        foreach (Record record in Sources())
        {
            WriteRecord(record);
        }
    }

    private Record[] Sources() => [new(LayerProjection.Key, tape.Keys, tape.PlainKeys, tensors.KeyInputs), new(LayerProjection.Value, tape.Values, Plain: null, tensors.ValueInputs)];

    private void WriteLoop(string name, string summary, IReadOnlyList<Tensor> inputs, IReadOnlyList<TapeRun> runs, IReadOnlyList<Record> records, bool turns)
    {
        code.Line();
        code.Line($"/// <summary>{summary}, block by block.</summary>");
        using (code.Block($"private static void {name}(ref Operands operands, LayerTape tape, {TokenKeysRoutine.References(inputs)}, SequenceBatch batch)"))
        {
            foreach ((Tensor input, TapeRun run) in inputs.Zip(runs, static (input, run) => (input, run)))
            {
                code.Line($"Rows.Copy(ref {input.Name}, {run.Width}, batch.Tokens, {run.Width}, ref {run.First});");
            }

            code.Line("SequenceBlocks block = new(batch, QueryBlock);");
            using (code.Block("while (block.Next())"))
            {
                if (turns && layer.Rotary is not null)
                {
                    WriteAngles();
                }

                foreach (Record record in records)
                {
                    code.Line($"{record.Method}(ref operands, tape, ref Floats.At(ref {record.Inputs.Name}, (nint)block.First * {record.Projection.InputDim}), block.First, block.Tokens);");
                }
            }
        }
    }

    private void WriteAngles()
    {
        SequencesRoutine.WriteAngles(code, spec);
        foreach (TapeRun run in new[] { tape.Cosines!, tape.Sines! })
        {
            code.Line($"Rows.Copy(ref operands.Region({(run == tape.Sines ? "Sines" : "Cosines")}Offset), RotaryPairs, block.Tokens, RotaryPairs, ref {run.At("block.First")});");
        }
    }

    private void WriteRecord(Record record)
    {
        LayerProjection projection = record.Projection with { Tokens = "tokens" };
        bool isTurned = record.Run != tape.Values;
        code.Line();
        code.Line($"/// <summary>{record.Word} of one block of tokens.</summary>");
        using (code.Block($"private static void {record.Method}(ref Operands operands, LayerTape tape, ref float {record.Inputs.Name}, int first, int tokens)"))
        {
            code.Line("ref float outputs = ref operands.Region(OutputsOffset);");
            code.Line(projection.Call(plan, record.Inputs.Name, "outputs"));
            if (record.Plain is { } plain)
            {
                WriteCopy(projection, plain);
            }

            if (isTurned)
            {
                TokenSteps.WriteHeadSteps(code, plan, projection, "outputs");
            }

            WriteCopy(projection, record.Run);
        }
    }

    private void WriteCopy(LayerProjection projection, TapeRun run) => code.Line($"Rows.Copy(ref outputs, {projection.Stride}, tokens, {run.Width}, ref {run.At("first")});");

    private void WriteAttend()
    {
        code.Line("/// <summary>Contexts of all tokens, sequence by sequence.</summary>");
        using (code.Block($"private static void AttendTape(ref Operands operands, LayerTape tape, SequenceBatch batch)"))
        {
            TapedHeads heads = new(spec, plan.Heads!);
            heads.WriteSequences(code, () => code.Line($"{heads.Kernel}.Forward({heads.Arguments(HeadsEntries.ForwardOperands(plan.Heads!.Spec))}, pieces.QueryLength, pieces.KeyLength);"));
        }
    }

    private void WriteStore()
    {
        code.Line("/// <summary>Outputs of all tokens, from their contexts, block by block.</summary>");
        using (code.Block($"private static void StoreTape(ref Operands operands, LayerTape tape, int tokens)"))
        using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
        {
            code.Line($"""
                operands.QueryLength = Math.Min(QueryBlock, tokens - first);
                Rows.Copy(ref {tape.Contexts.At("first")}, ContextWidth, operands.QueryLength, ContextWidth, ref operands.Contexts);
                """);
            if (tape.Gates is { } gates)
            {
                code.Line($"""
                    GateContexts(ref operands, ref {tape.Inputs.At("first")});
                    Rows.Copy(ref operands.Region(LayerQueriesOffset), {LayerProjection.Gate.Stride}, operands.QueryLength, ContextWidth, ref {gates.At("first")});
                    Rows.Copy(ref operands.Contexts, ContextWidth, operands.QueryLength, ContextWidth, ref {tape.GatedContexts!.At("first")});
                    """);
            }

            code.Line("""
                StoreOutputs(ref operands);
                operands.GoOn(operands.QueryLength);
                """);
        }
    }

    /// <summary>One projection of which the tape keeps the rows.</summary>
    /// <param name="Projection">The projection.</param>
    /// <param name="Run">Its rows as they attend.</param>
    /// <param name="Plain">Its rows before they are normalized; null where they are not.</param>
    /// <param name="Inputs">What is projected.</param>
    private sealed record Record(LayerProjection Projection, TapeRun Run, TapeRun? Plain, Tensor Inputs)
    {
        public string Method => $"Record{Word}";

        public string Word => Text.Casing.Pascal(Run.Name);
    }
}
