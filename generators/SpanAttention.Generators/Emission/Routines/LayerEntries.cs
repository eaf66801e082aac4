using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what a layer's members call: checks, projections, attention, output projection.</summary>
internal static class LayerEntries
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        LayerInputs inputs = LayerInputs.Of(plan.Spec);
        WriteWorkspace(code);
        code.Line();
        WriteContextTokens(code, plan.Spec, inputs);
        code.Line();
        WriteForward(code, plan.Spec, inputs);
        code.Line();
        WriteAttentionWeights(code, plan.Spec, inputs);
    }

    private static void WriteWorkspace(CodeWriter code)
    {
        code.Line("/// <summary>Floats that Forward needs for its lanes, queries, keys, values and contexts.</summary>");
        using (code.Block("public static long WorkspaceLength(int tokens, int contextTokens)"))
        {
            code.Line("""
                long lanes = (long)(WidestInput + WidestOutput) * QueryBlock;
                return lanes + ((long)tokens * (QueryWidth + ContextWidth)) + ((long)contextTokens * (KeyWidth + ValueWidth));
                """);
        }
    }

    private static void WriteContextTokens(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
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
        code.Line("/// <summary>Projects queries, keys and values, attends, and projects the contexts.</summary>");
        using (code.Block($"public static void Forward(float[] packed, {inputs.Parameters}, int tokenCount, Span<float> destination)"))
        {
            WriteLengths(code, spec, inputs);
            if (spec.Layer!.Context == ContextSource.KeyAndValueInputs)
            {
                Check.WriteExactly(code, inputs.Value, inputs.ValueShape, "keyLength");
            }

            Check.WriteAtLeast(code, "destination", "queryLength, OutputDim", "tokens × output dim");
            Check.WriteDisjoint(code, "destination", "queryLength * OutputDim", inputs.Names);
            WriteProjections(code, spec, inputs, withValues: true);
            WriteAttend(code, spec);
        }
    }

    private static void WriteAttend(CodeWriter code, AttentionSpec spec)
    {
        LayerSpec layer = spec.Layer!;
        WriteOperands(code, layer.OutputProjection ? "contexts" : "MemoryMarshal.GetReference(destination)");
        code.Line("operands.Value = ref values;");
        code.Line("Attend(ref operands);");
        if (layer.OutputProjection)
        {
            WriteProject(code, "contexts", "queryLength", "ContextWidth", "Output", layer.OutputBias, HasBias(layer), "OutputDim", "MemoryMarshal.GetReference(destination)");
        }
    }

    private static void WriteAttentionWeights(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        code.Line("/// <summary>Projects queries and keys, and weighs them.</summary>");
        using (code.Block($"public static void AttentionWeights(float[] packed, {inputs.Parameters}, int tokenCount, Span<float> destination)"))
        {
            WriteLengths(code, spec, inputs);
            if (spec.Layer!.Context == ContextSource.KeyAndValueInputs)
            {
                Check.WriteExactly(code, inputs.Value, inputs.ValueShape, "keyLength");
            }

            Check.WriteAtLeast(code, "destination", "Heads, queryLength, keyLength", "heads × tokens × key tokens");
            Check.WriteDisjoint(code, "destination", "Heads * queryLength * keyLength", inputs.Names);
            WriteProjections(code, spec, inputs, withValues: false);
            WriteOperands(code, "MemoryMarshal.GetReference(destination)");
            code.Line("Weigh(ref operands);");
        }
    }

    private static void WriteLengths(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        Check.WriteTokens(code, "queryLength", spec.QueryLength > 0 ? "SequenceLength" : "", "inputs", inputs.InputShape);
        code.Line($"int keyLength = KeyTokens({string.Join(", ", inputs.First)});");
        code.Line("SpanShape.Count(tokenCount, keyLength, \"tokenCount\", \"tokens that are not padding\");");
    }

    private static void WriteProjections(CodeWriter code, AttentionSpec spec, LayerInputs inputs, bool withValues)
    {
        LayerSpec layer = spec.Layer!;
        code.Line("""

            ref float lanes = ref MemoryMarshal.GetReference(Scratch.Rent(WorkspaceLength(queryLength, keyLength)));
            ref float queries = ref Unsafe.Add(ref lanes, (nint)(WidestInput + WidestOutput) * QueryBlock); // [tokens, QueryWidth]
            ref float keys = ref Unsafe.Add(ref queries, (nint)queryLength * QueryWidth); // [key tokens, KeyWidth]
            """);
        if (withValues)
        {
            code.Line("ref float values = ref Unsafe.Add(ref keys, (nint)keyLength * KeyWidth); // [key tokens, ValueWidth]");
            if (layer.OutputProjection)
            {
                code.Line("ref float contexts = ref Unsafe.Add(ref values, (nint)keyLength * ValueWidth); // [tokens, ContextWidth]");
            }
        }

        code.Line("ref float weights = ref MemoryMarshal.GetArrayDataReference(packed);");
        bool hasBias = HasBias(layer);
        WriteProject(code, "MemoryMarshal.GetReference(inputs)", "queryLength", "InputDim", "Query", layer.QueryKeyValueBias, hasBias, "QueryWidth", "queries");
        WriteProject(code, $"MemoryMarshal.GetReference({inputs.Key})", "keyLength", "KeyInputDim", "Key", layer.QueryKeyValueBias, hasBias, "KeyWidth", "keys");
        if (withValues)
        {
            WriteProject(code, $"MemoryMarshal.GetReference({inputs.Value})", "keyLength", "ValueInputDim", "Value", layer.QueryKeyValueBias, hasBias, "ValueWidth", "values");
        }
    }

    private static void WriteProject(
        CodeWriter code, string source, string tokens, string inputDim, string tensor, bool biased, bool takesBias, string outputDim, string destination)
    {
        string bias = !takesBias ? "" : biased ? $"ref Unsafe.Add(ref weights, {tensor}BiasOffset), " : "ref Unsafe.NullRef<float>(), ";
        code.Line($"Project(ref {source}, {tokens}, {inputDim}, ref Unsafe.Add(ref weights, {tensor}WeightOffset), {bias}{outputDim}, ref {destination}, ref lanes);");
    }

    private static void WriteOperands(CodeWriter code, string destination) =>
        code.Line($"""

            Operands operands = default;
            operands.Query = ref queries;
            operands.Key = ref keys;
            operands.Destination = ref {destination};
            operands.QueryLength = queryLength;
            operands.KeyLength = keyLength;
            operands.KeyCount = tokenCount;
            """);

    private static bool HasBias(LayerSpec layer) => layer.QueryKeyValueBias || layer.OutputBias;
}
