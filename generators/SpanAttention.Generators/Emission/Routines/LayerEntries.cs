using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what a layer's members call: checks and workspace, then its tokens block by block.</summary>
internal static class LayerEntries
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerInputs inputs = LayerInputs.Of(spec);
        WriteWorkspace(code);
        code.Line();
        WriteKeyTokens(code, spec, inputs);
        code.Line();
        WriteForward(code, spec, inputs);
        code.Line();
        WriteAttentionWeights(code, spec, inputs);
        code.Line();
        WriteBind(code, spec);
    }

    /// <summary>The inputs, and the spans that options ask for.</summary>
    public static string Parameters(AttentionSpec spec, LayerInputs inputs) =>
        string.Join(", ", [inputs.Parameters, .. OptionalOperand.Scores(spec).Select(static operand => operand.Parameter)]);

    /// <summary>What a destination must not overlap.</summary>
    public static string[] InputNames(AttentionSpec spec, LayerInputs inputs) =>
        [.. inputs.Names, .. OptionalOperand.Names(OptionalOperand.Scores(spec))];

    /// <summary>Binds the spans that options ask for.</summary>
    public static void WritePairs(CodeWriter code, AttentionSpec spec)
    {
        foreach (OptionalOperand operand in OptionalOperand.Scores(spec))
        {
            code.Line($"operands.{operand.Field} = ref MemoryMarshal.GetReference({operand.Name});");
        }
    }

    private static void WriteWorkspace(CodeWriter code)
    {
        code.Line("/// <summary>Floats that a call works in: a block of tokens from inputs to outputs, and the keys and values of all of them.</summary>");
        using (code.Block("public static long WorkspaceLength(int tokens, int contextTokens)"))
        {
            code.Line("""
                SpanShape.Count(tokens, int.MaxValue, "tokens", "tokens of the inputs");
                SpanShape.Count(contextTokens, int.MaxValue, "contextTokens", "tokens that keys and values come from");
                return BlockLength + (WholeTiles(contextTokens) * (KeyWidth + ValueWidth));
                """);
        }

        code.Line();
        code.Line("/// <summary>Tokens rounded up to whole key tiles.</summary>");
        code.Line("private static long WholeTiles(int tokens) => ((long)tokens + KeyTile - 1) / KeyTile * KeyTile;");
    }

    private static void WriteKeyTokens(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        code.Line($"/// <summary>The tokens that {inputs.Key} holds: keys.</summary>");
        using (code.Block($"public static int KeyTokens({LayerInputs.Declare(inputs.First)})"))
        {
            if (inputs.First.Length > 1)
            {
                Check.WriteWidth(code, spec.QueryLength > 0 ? "SequenceLength" : "", "inputs", inputs.InputShape);
            }

            Check.WriteTokens(code, "keyLength", spec.KeyLength > 0 ? "SequenceLength" : "", inputs.Key, inputs.KeyShape);
            code.Line("return keyLength;");
        }
    }

    private static void WriteForward(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        code.Line("/// <summary>Outputs of all tokens.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, {Parameters(spec, inputs)}, int tokenCount, Span<float> destination)"))
        {
            WriteLengths(code, spec, inputs);
            Check.WriteAtLeast(code, "destination", "queryLength, OutputDim", "tokens × output dim");
            Check.WriteDisjoint(code, "destination", "queryLength * OutputDim", InputNames(spec, inputs));
            WriteOperands(code, spec);
            string tokens = "ref MemoryMarshal.GetReference(inputs), queryLength";
            if (TokensRoutine.AddsAsItAttends(spec))
            {
                code.Line($"AddAndAttend(ref operands, {tokens});");
                return;
            }

            code.Line($"AddAll(ref operands, {References(inputs)}, keyLength, position: 0);");
            code.Line($"AttendAll(ref operands, {tokens});");
        }
    }

    private static void WriteAttentionWeights(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        code.Line("/// <summary>Weights of all tokens.</summary>");
        using (code.Block($"public static void AttentionWeights(AlignedFloats packed, {Parameters(spec, inputs)}, int tokenCount, Span<float> destination)"))
        {
            WriteLengths(code, spec, inputs);
            Check.WriteAtLeast(code, "destination", "Heads, queryLength, keyLength", "heads × tokens × key tokens");
            Check.WriteDisjoint(code, "destination", "(long)Heads * queryLength * keyLength", InputNames(spec, inputs));
            WriteOperands(code, spec);
            code.Line($"AddAll(ref operands, {References(inputs)}, keyLength, position: 0);");
            code.Line("WeighAll(ref operands, ref MemoryMarshal.GetReference(inputs), queryLength);");
        }
    }

    private static void WriteLengths(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        Check.WriteTokens(code, "queryLength", spec.QueryLength > 0 ? "SequenceLength" : "", "inputs", inputs.InputShape);
        code.Line($"int keyLength = KeyTokens({string.Join(", ", inputs.First)});");
        if (spec.Layer!.Context == ContextSource.KeyAndValueInputs)
        {
            Check.WriteExactly(code, inputs.Value, inputs.ValueShape, "keyLength");
        }

        Check.WriteOptions(code, OptionalOperand.Scores(spec));
        code.Line("SpanShape.Count(tokenCount, keyLength, \"tokenCount\", \"tokens that are not padding\");");
    }

    private static void WriteOperands(CodeWriter code, AttentionSpec spec)
    {
        code.Line("""

            Operands operands = Bind(packed, keyLength);
            operands.KeyCount = tokenCount;
            operands.Outputs = ref MemoryMarshal.GetReference(destination);
            """);
        WritePairs(code, spec);
        if (spec.CountsPositions && !spec.TopLeft)
        {
            code.Line("operands.FirstPosition = tokenCount - queryLength; // the last token stands at the last key");
        }
    }

    private static void WriteBind(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>The layer's weights, and this thread's workspace with room for the keys and values of so many tokens.</summary>");
        using (code.Block("private static Operands Bind(AlignedFloats packed, int keyLength)"))
        {
            code.Line($"""
                Operands operands = default;
                operands.Weights = ref packed.First;
                operands.Block = ref MemoryMarshal.GetReference(Scratch.Rent(WorkspaceLength(keyLength, keyLength)));
                operands.KeyLength = keyLength;
                operands.KeyCapacity = (int)WholeTiles(keyLength);
                operands.Key = {Elements.From(spec, "operands.Region(BlockLength)")};
                operands.Value = ref Unsafe.Add(ref operands.Key, (nint)operands.KeyCapacity * KeyWidth);
                """);
            if (spec.Sinks)
            {
                code.Line("operands.Sinks = ref Unsafe.Add(ref operands.Weights, SinksOffset);");
            }

            code.Line("return operands;");
        }
    }

    /// <summary>Where keys and values come from, as arguments.</summary>
    public static string References(LayerInputs inputs) =>
        string.Join(", ", inputs.Sources.Select(static name => $"ref MemoryMarshal.GetReference({name})"));
}
