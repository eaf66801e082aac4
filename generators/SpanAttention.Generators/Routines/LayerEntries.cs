using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what a layer's members have in common: workspace, tokens that are counted, weights of its attention.</summary>
internal static class LayerEntries
{
    private const string Length = "BlockLength + (WholeTiles(contextTokens) * (KeyWidth + ValueWidth))";

    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerTensors tensors = new(spec);
        WriteWorkspace(code, plan);
        code.Line();
        WriteTokens(code, tensors);
        code.Line();
        if (!plan.IsPart)
        {
            WriteAttentionWeights(code, spec, tensors);
            code.Line();
        }

        WriteBind(code, spec);
    }

    private static void WriteWorkspace(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Floats that a call works in: a block of tokens from inputs to outputs, and the keys and values of all of them.</summary>");
        using (code.Block("public static long WorkspaceLength(int tokens, int contextTokens)"))
        {
            code.Line($"""
                SpanShape.Count(tokens, int.MaxValue, "tokens", "tokens of the inputs");
                SpanShape.Count(contextTokens, int.MaxValue, "contextTokens", "tokens that keys and values come from");
                return {(plan.LayerBackward is { } backward ? $"Math.Max(ForwardLength(contextTokens), {backward.Type.KernelName}.WorkspaceLength(tokens, contextTokens))" : Length)};
                """);
        }

        if (plan.Spec.Learns)
        {
            code.Line();
            code.Line("/// <summary>The same of Forward alone.</summary>");
            code.Line($"private static long ForwardLength(int contextTokens) => {Length};");
        }

        code.Line();
        code.Line("/// <summary>Tokens rounded up to whole key tiles.</summary>");
        code.Line("private static long WholeTiles(int tokens) => ((long)tokens + KeyTile - 1) / KeyTile * KeyTile;");
    }

    private static void WriteTokens(KernelWriter code, LayerTensors tensors)
    {
        WriteTokens(code, "Tokens", tensors.Inputs);
        if (tensors.First.Count > 1)
        {
            code.Line();
            WriteTokens(code, "KeyTokens", tensors.KeyInputs);
        }
    }

    /// <summary>Writes the method that counts tokens, and refuses parts of one.</summary>
    public static void WriteTokens(KernelWriter code, string method, Tensor inputs)
    {
        code.Line($"/// <summary>The tokens that {inputs.Name} holds.</summary>");
        using (code.Block($"public static int {method}({inputs.Span})"))
        {
            Check.WriteCount(code, inputs);
            code.Line($"return {inputs.Count.Code};");
        }
    }

    private static void WriteAttentionWeights(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        code.Line("/// <summary>Weights of all tokens.</summary>");
        using (code.Block($"public static void AttentionWeights(AlignedFloats packed, {tensors.Given.Spans()}, int tokenCount, Span<float> destination)"))
        {
            WriteLengths(code, spec, tensors);
            Check.WriteRoom(code, tensors.Pairs);
            Check.WriteDisjoint(code, tensors.Pairs, tensors.Given);
            Check.WritePositions(code, tensors.Options);
            WriteOperands(code, spec, tensors);
            code.Line("operands.Outputs = ref MemoryMarshal.GetReference(destination);");
            code.Line($"AddAllKeys(ref operands, ref MemoryMarshal.GetReference({tensors.KeyInputs.Name}), keyLength, position: 0);");
            code.Line("WeighAll(ref operands, ref MemoryMarshal.GetReference(inputs), queryLength);");
        }
    }

    private static void WriteLengths(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        Check.WriteCount(code, tensors.Inputs);
        code.Line($"int keyLength = {(tensors.First.Count > 1 ? $"KeyTokens({tensors.KeyInputs.Name})" : tensors.Inputs.Count.Code)};");
        if (spec.Layer!.Context == ContextSource.KeyAndValueInputs)
        {
            Check.WriteExactly(code, tensors.ValueInputs);
        }

        Check.WriteExactly(code, tensors.Options);
        code.Line("SpanShape.Count(tokenCount, keyLength, \"tokenCount\", \"tokens that are not padding\");");
    }

    private static void WriteOperands(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        code.Line("""

            Operands operands = Bind(packed, keyLength);
            operands.KeyCount = tokenCount;
            """);
        Binding.Write(code, tensors.Options);
        FirstPosition.Write(code, spec, "tokenCount");
    }

    private static void WriteBind(KernelWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>The layer's weights, and this thread's workspace with room for the keys and values of so many tokens.</summary>");
        using (code.Block("private static Operands Bind(AlignedFloats packed, int keyLength)"))
        {
            code.Line($"""
                Operands operands = default;
                operands.Weights = ref packed.First;
                operands.Block = ref MemoryMarshal.GetReference(Scratch.Rent({(spec.Learns ? "ForwardLength(keyLength)" : "WorkspaceLength(keyLength, keyLength)")}));
                operands.KeyLength = keyLength;
                operands.KeyCapacity = (int)WholeTiles(keyLength);
                operands.Key = {spec.Stored.FromFloats("operands.Region(BlockLength)")};
                operands.Value = ref {spec.Stored.At}(ref operands.Key, (nint)operands.KeyCapacity * KeyWidth);
                """);
            if (spec.Has<Sinks>())
            {
                code.Line("operands.Sinks = ref Floats.At(ref operands.Weights, SinksOffset);");
            }

            code.Line("return operands;");
        }
    }

    /// <summary>Spans as references to their first elements, arguments.</summary>
    public static string References(IEnumerable<Tensor> tensors) => string.Join(", ", tensors.Select(static tensor => $"ref MemoryMarshal.GetReference({tensor.Name})"));
}
