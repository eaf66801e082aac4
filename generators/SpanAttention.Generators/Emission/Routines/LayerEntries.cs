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
        code.Line("/// <summary>Floats that Forward needs for inputs, queries, keys, values and contexts; what lies in lanes is rounded up to whole groups of tokens.</summary>");
        using (code.Block("public static long WorkspaceLength(int tokens, int contextTokens)"))
        {
            code.Line("""
                long laneTokens = LaneTokens(tokens);
                long inputTokens = Math.Max(laneTokens, LaneTokens(contextTokens));
                return (inputTokens * WidestInput) + (laneTokens * (QueryWidth + ContextWidth)) + ((long)contextTokens * (KeyWidth + ValueWidth)) + (QueryBlock * WidestOutput);
                """);
        }

        code.Line();
        code.Line("/// <summary>Tokens rounded up to whole groups of lanes.</summary>");
        code.Line("private static long LaneTokens(int tokens) => ((long)tokens + RowGroup - 1) / RowGroup * RowGroup;");
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
        WriteOperands(code, "contexts");
        code.Line("operands.Value = ref values;");
        code.Line("Attend(ref operands);");
        if (layer.OutputProjection)
        {
            WriteProject(code, "ProjectToRows", "contexts", "queryLength", "ContextWidth", "Output", layer.OutputBias, HasBias(layer), "OutputDim", "ref block, ref MemoryMarshal.GetReference(destination)");
        }
        else
        {
            code.Line("Transpose.FromGroups(ref contexts, ContextWidth * RowGroup, queryLength, ContextWidth, ref MemoryMarshal.GetReference(destination), ContextWidth);");
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
        WriteRegions(code, withValues);
        bool hasBias = HasBias(layer);
        code.Line("ToLanes(ref MemoryMarshal.GetReference(inputs), queryLength, InputDim, ref lanes);");
        WriteProject(code, "Project", "lanes", "queryLength", "InputDim", "Query", layer.QueryKeyValueBias, hasBias, "QueryWidth", "ref queries");
        WriteOtherLanes(code, inputs.Key, "inputs", "KeyInputDim");
        WriteProject(code, "ProjectToRows", "lanes", "keyLength", "KeyInputDim", "Key", layer.QueryKeyValueBias, hasBias, "KeyWidth", "ref block, ref keys");
        if (withValues)
        {
            WriteOtherLanes(code, inputs.Value, inputs.Key, "ValueInputDim");
            WriteProject(code, "ProjectToRows", "lanes", "keyLength", "ValueInputDim", "Value", layer.QueryKeyValueBias, hasBias, "ValueWidth", "ref block, ref values");
        }
    }

    private static void WriteRegions(CodeWriter code, bool withValues)
    {
        code.Line("""

            ref float lanes = ref MemoryMarshal.GetReference(Scratch.Rent(WorkspaceLength(queryLength, keyLength))); // [groups, input dim, RowGroup]
            nint laneTokens = (nint)LaneTokens(queryLength);
            ref float queries = ref Unsafe.Add(ref lanes, (nint)Math.Max(laneTokens, LaneTokens(keyLength)) * WidestInput); // [groups, QueryWidth, RowGroup]
            ref float contexts = ref Unsafe.Add(ref queries, laneTokens * QueryWidth); // [groups, ContextWidth, RowGroup]
            ref float block = ref Unsafe.Add(ref contexts, laneTokens * ContextWidth); // [groups, output dim, RowGroup]
            ref float keys = ref Unsafe.Add(ref block, (nint)QueryBlock * WidestOutput); // [key tokens, KeyWidth]
            """);
        if (withValues)
        {
            code.Line("ref float values = ref Unsafe.Add(ref keys, (nint)keyLength * KeyWidth); // [key tokens, ValueWidth]");
        }

        code.Line("ref float weights = ref MemoryMarshal.GetArrayDataReference(packed);");
        code.Line();
    }

    /// <summary>Turns another span into lanes, unless it is the one that is there.</summary>
    private static void WriteOtherLanes(CodeWriter code, string inputs, string present, string inputDim)
    {
        if (inputs != present)
        {
            code.Line($"ToLanes(ref MemoryMarshal.GetReference({inputs}), keyLength, {inputDim}, ref lanes);");
        }
    }

    private static void WriteProject(
        CodeWriter code, string routine, string source, string tokens, string inputDim, string tensor, bool biased, bool takesBias, string outputDim, string destination)
    {
        string bias = !takesBias ? "" : biased ? $"ref Unsafe.Add(ref weights, {tensor}BiasOffset), " : "ref Unsafe.NullRef<float>(), ";
        code.Line($"{routine}(ref {source}, {tokens}, {inputDim}, ref Unsafe.Add(ref weights, {tensor}WeightOffset), {bias}{outputDim}, {destination});");
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
