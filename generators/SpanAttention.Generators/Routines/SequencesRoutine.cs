using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the way of sequences that lie side by side: blocks of tokens are projected whatever sequence they are of, and each attends to its own.</summary>
internal static class SequencesRoutine
{
    private const string EachPiece = "for (SequencePieces pieces = block.Pieces; pieces.Next();)";

    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        WriteBlocks(code, plan.Spec);
        code.Line();
        WriteAdd(code, plan);
        code.Line();
        WriteAttend(code, plan);
        code.Line();
        WriteOperands(code, plan.Spec);
        if (plan.Spec.Layer!.Rotary is not null)
        {
            WriteFillAngles(code, plan);
        }
    }

    private static void WriteBlocks(KernelWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>Outputs of all tokens of all sequences, block by block.</summary>");
        using (code.Block("private static void ForwardSequences(ref Operands operands, ref float inputs, SequenceBatch batch)"))
        {
            const string Add = "AddPieces(ref operands, ref Floats.At(ref inputs, (nint)blocks.First * InputDim), blocks);";
            const string Attend = "AttendPieces(ref operands, ref Floats.At(ref inputs, (nint)blocks.First * InputDim), blocks);";
            if (TokensRoutine.AddsAsItAttends(spec))
            {
                WriteLoop(code, $"{Add}\n{Attend}");
                return;
            }

            WriteLoop(code, Add);
            code.Line();
            WriteLoop(code, Attend, "blocks = new(batch, QueryBlock);");
        }
    }

    private static void WriteLoop(KernelWriter code, string body, string start = "SequenceBlocks blocks = new(batch, QueryBlock);")
    {
        code.Line(start);
        using (code.Block("while (blocks.Next())"))
        {
            code.Line(body);
        }
    }

    private static void WriteAdd(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Keys and values of one block of tokens, each piece of it to where its sequence keeps them.</summary>");
        using (code.Block("private static void AddPieces(ref Operands operands, ref float inputs, SequenceBlocks block)"))
        {
            WriteAngles(code, plan.Spec);
            WriteStore(code, plan, LayerProjection.Key, "keys");
            code.Line();
            WriteStore(code, plan, LayerProjection.Value, "values");
        }
    }

    private static void WriteStore(KernelWriter code, AttentionPlan plan, LayerProjection projection, string rows)
    {
        code.Line($"ref float {rows} = ref Project{projection.Name}s(ref operands, ref inputs, block.Tokens);");
        using (code.Block(EachPiece))
        {
            code.Line("Operands sequence = OperandsOf(ref operands, pieces);");
            code.Line(TokenKeysRoutine.Store(plan, projection, "sequence", $"Floats.At(ref {rows}, pieces.First * {projection.Stride})", "pieces.Tokens", "pieces.Position"));
        }
    }

    private static void WriteAttend(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Outputs of one block of tokens, each piece of which attends to its own sequence.</summary>");
        using (code.Block("private static void AttendPieces(ref Operands operands, ref float inputs, SequenceBlocks block)"))
        {
            if (!TokensRoutine.AddsAsItAttends(plan.Spec))
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
                sequence.KeyCount = piece.KeyLength;
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
                code.Line($"sequence.{tensor.Field} = ref Unsafe.Add(ref operands.{tensor.Field}, (nint)({SequenceEntries.Elements(tensor, "piece", "Before")}));");
            }

            code.Line("return sequence;");
        }
    }

    private static void WriteKeys(KernelWriter code, AttentionSpec spec)
    {
        string own = $"""
            sequence.Key = ref {spec.Stored.At}(ref operands.Key, (nint)piece.SlotsBefore * (KeyWidth + ValueWidth));
            sequence.KeyCapacity = (int)WholeTiles(piece.QueryLength);
            sequence.Value = ref {spec.Stored.At}(ref sequence.Key, (nint)sequence.KeyCapacity * KeyWidth);
            """;
        if (!spec.Layer!.HasCache)
        {
            code.Line(own);
            return;
        }

        using (code.Block("if (piece.Cache is { } cache)"))
        {
            code.Line(CacheEntries.Bind(spec, "sequence"));
        }

        if (spec.TakesSequences)
        {
            using (code.Block("else"))
            {
                code.Line(own);
            }
        }

        code.Line();
    }
}
