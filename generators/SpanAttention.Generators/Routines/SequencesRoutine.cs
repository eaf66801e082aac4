using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the way of sequences that lie side by side: blocks of tokens are projected whatever sequence they are of, and each attends to its own.</summary>
internal static class SequencesRoutine
{
    private const string EachPiece = "for (SequencePieces pieces = block.Pieces; pieces.Next();)";

    /// <summary>Tells whether a block attends to its own tokens and earlier ones only, so that it can do so as soon as they are added.</summary>
    public static bool AddsAsItAttends(AttentionSpec spec) => spec.Causal && !spec.HasContext;

    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        IReadOnlyList<Tensor> keyValueInputs = LayerTensors.OfSequences(plan.Spec).KeyValueInputs;
        WriteLoops(code, plan.Spec, keyValueInputs);
        code.Line();
        WriteAdd(code, plan, keyValueInputs);
        code.Line();
        WriteAttend(code, plan);
        code.Line();
        WriteOperands(code, plan.Spec);
        if (plan.Spec.Layer!.Rotary is not null)
        {
            WriteFillAngles(code, plan);
        }
    }

    private static void WriteLoops(KernelWriter code, AttentionSpec spec, IReadOnlyList<Tensor> keyValueInputs)
    {
        string add = $"AddPieces(ref operands, {string.Join(", ", keyValueInputs.Select(static inputs => $"ref Floats.At(ref {inputs.Name}, (nint)block.First * {inputs.TokenWidth})"))}, block);";
        const string Attend = "AttendPieces(ref operands, ref Floats.At(ref inputs, (nint)block.First * InputDim), block);";
        if (AddsAsItAttends(spec))
        {
            WriteLoop(code, "AddAndAttend", "Adds and attends the tokens of all sequences", "ref float inputs", $"{add}\n{Attend}");
            return;
        }

        WriteLoop(code, "AddSequences", "Adds the keys and values of all sequences", TokenKeysRoutine.References(keyValueInputs), add);
        code.Line();
        WriteLoop(code, "AttendSequences", "Attends the tokens of all sequences", "ref float inputs", Attend);
    }

    private static void WriteLoop(KernelWriter code, string name, string summary, string inputs, string body)
    {
        code.Line($"/// <summary>{summary}, block by block.</summary>");
        using (code.Block($"private static void {name}(ref Operands operands, {inputs}, SequenceBatch batch)"))
        {
            code.Line("SequenceBlocks block = new(batch, QueryBlock);");
            using (code.Block("while (block.Next())"))
            {
                code.Line(body);
            }
        }
    }

    private static void WriteAdd(KernelWriter code, AttentionPlan plan, IReadOnlyList<Tensor> inputs)
    {
        code.Line("/// <summary>Keys and values of one block of tokens, each piece of it to where its sequence keeps them.</summary>");
        using (code.Block($"private static void AddPieces(ref Operands operands, {TokenKeysRoutine.References(inputs)}, SequenceBlocks block)"))
        {
            WriteAngles(code, plan.Spec);
            WriteStore(code, plan, LayerProjection.Key, "keys", inputs[0]);
            code.Line();
            WriteStore(code, plan, LayerProjection.Value, "values", inputs[inputs.Count - 1]);
        }
    }

    private static void WriteStore(KernelWriter code, AttentionPlan plan, LayerProjection projection, string rows, Tensor inputs)
    {
        code.Line($"ref float {rows} = ref Project{projection.Name}s(ref operands, ref {inputs.Name}, block.Tokens);");
        using (code.Block(EachPiece))
        {
            code.Line("Operands sequence = OperandsOf(ref operands, pieces);");
            code.Line(TokenKeysRoutine.Store(plan, projection, "sequence", $"Floats.At(ref {rows}, pieces.First * {projection.Stride})", "pieces.Tokens", "pieces.Position"));
        }
    }

    private static void WriteAttend(KernelWriter code, AttentionPlan plan)
    {
        code.Line($"/// <summary>Outputs of one block of tokens: queries, attention by heads of each piece to its own sequence, {(plan.Spec.Layer!.OutputGate ? "gates, " : "")}output projection.</summary>");
        using (code.Block("private static void AttendPieces(ref Operands operands, ref float inputs, SequenceBlocks block)"))
        {
            if (!AddsAsItAttends(plan.Spec))
            {
                WriteAngles(code, plan.Spec);
            }

            code.Line("""
                operands.QueryLength = block.Tokens;
                ProjectQueries(ref operands, ref inputs);
                """);
            code.Line("ref float contexts = ref operands.Contexts;");
            using (code.Block(EachPiece))
            {
                code.Line("""
                    Operands sequence = OperandsOf(ref operands, pieces);
                    sequence.Query = ref Floats.At(ref operands.Query, pieces.First * QueryTokenStride);
                    sequence.Destination = ref Floats.At(ref contexts, pieces.First * ContextTokenStride);
                    sequence.QueryLength = pieces.Tokens;
                    AttendHeads(ref sequence);
                    """);
            }

            code.Line();
            TokenQueriesRoutine.WriteStore(code, plan);
            code.Line("operands.GoOn(block.Tokens);");
        }
    }

    /// <summary>Writes the call that fills in the angles of a block's tokens, where they are rotated.</summary>
    public static void WriteAngles(KernelWriter code, AttentionSpec spec, string operands = "operands")
    {
        if (spec.Layer!.Rotary is not null)
        {
            code.Line($"FillAnglesOf(ref {operands}, block);");
        }
    }

    private static void WriteFillAngles(KernelWriter code, AttentionPlan plan)
    {
        code.Line();
        code.Line("/// <summary>Cosines and sines for one block of tokens, piece by piece.</summary>");
        using (code.Block("private static void FillAnglesOf(ref Operands operands, SequenceBlocks block)"))
        using (code.Block(EachPiece))
        {
            TokenSteps.WriteAngles(code, plan, "pieces.Position", "pieces.TokensBefore + pieces.Row", "pieces.Tokens", "pieces.First");
        }
    }

    private static void WriteOperands(KernelWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>The operands of the sequence that a piece is of: its keys and values, and the piece's place among them.</summary>");
        using (code.Block("private static Operands OperandsOf(ref Operands operands, SequencePieces piece)"))
        {
            code.Line("Operands sequence = operands;");
            WriteKeys(code, spec);
            code.Line("""
                sequence.KeyLength = piece.KeyLength;
                sequence.KeyCount = piece.KeyCount;
                """);
            if (spec.CountsPositions)
            {
                code.Line("sequence.FirstPosition = piece.Position;");
            }

            if (spec.TakesRowsOfTensors)
            {
                code.Line("""
                    sequence.Tokens = piece.QueryLength;
                    sequence.FirstRow = piece.Row;
                    """);
            }

            foreach (Tensor tensor in LayerTensors.OfSequences(spec).OverPairs)
            {
                code.Line($"sequence.{tensor.Field} = ref Unsafe.Add(ref operands.{tensor.Field}, (nint)({SequenceEntries.ElementsBefore(tensor, "piece")}));");
            }

            code.Line("return sequence;");
        }
    }

    private static void WriteKeys(KernelWriter code, AttentionSpec spec)
    {
        string own = $"""
            sequence.Key = ref {spec.Stored.At}(ref operands.Key, (nint)piece.SlotsBefore * (KeyWidth + ValueWidth));
            sequence.KeyCapacity = (int)WholeTiles(piece.OwnKeys);
            sequence.Value = ref {spec.Stored.At}(ref sequence.Key, (nint)sequence.KeyCapacity * KeyWidth);
            """;
        if (Kept(spec) is not { } kept)
        {
            code.Line(own);
            return;
        }

        using (code.Block($"if (piece.{kept.Property} is {{ }} kept)"))
        {
            code.Line($"""
                sequence.Key = {spec.Stored.FromFloats("CachedTokens.Keys(kept)")};
                sequence.Value = {spec.Stored.FromFloats("CachedTokens.Values(kept)")};
                sequence.KeyCapacity = {kept.Capacity};
                """);
        }

        using (code.Block("else"))
        {
            code.Line(own);
        }

        code.Line();
    }

    /// <summary>The property of a piece that says where keys and values are kept, and how many there is room for; null where calls keep none.</summary>
    private static (string Property, string Capacity)? Kept(AttentionSpec spec) =>
        spec.HasContext ? ("Context", "(int)WholeTiles(kept.Count)") : spec.Layer!.HasCache ? ("Cache", "CacheTokens") : null;
}
