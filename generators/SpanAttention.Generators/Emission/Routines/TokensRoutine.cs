using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits the way of a layer's tokens, block by block: their keys and values are added to those that are attended, then the block attends.</summary>
internal static class TokensRoutine
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        LayerInputs inputs = LayerInputs.Of(plan.Spec);
        WriteAdd(code, plan, inputs);
        code.Line();
        WriteAttend(code, plan);
        code.Line();
        WriteLoops(code, plan, inputs);
        if (plan.Spec.Layer!.Rotary is not null)
        {
            WriteFillAngles(code, plan);
        }
    }

    /// <summary>Whether a block attends to its own tokens and earlier ones only, so that it can do so as soon as they are added.</summary>
    public static bool AddsAsItAttends(AttentionSpec spec) => spec.Causal && spec.Layer!.Context == ContextSource.Inputs;

    private static void WriteLoops(CodeWriter code, AttentionPlan plan, LayerInputs inputs)
    {
        if (AddsAsItAttends(plan.Spec))
        {
            WriteAddAndAttend(code, plan);
        }
        else
        {
            WriteAttendAll(code, plan);
        }

        code.Line();
        WriteAddAll(code, inputs);
        code.Line();
        WriteWeighAll(code, plan);
    }

    private static void WriteAddAndAttend(CodeWriter code, AttentionPlan plan)
    {
        bool aligned = plan.Spec.Layer!.HasCache;
        code.Line($"/// <summary>Adds and attends tokens block by block{(aligned ? "; no block reaches beyond the end of a key tile" : "")}.</summary>");
        using (code.Block("private static void AddAndAttend(ref Operands operands, ref float inputs, int tokens)"))
        {
            WriteCall(code, plan);
            using (code.Block("for (int first = 0; first < tokens; first += operands.QueryLength)"))
            {
                WriteRow(code, plan);
                WriteAddAndAttend(code, aligned);
            }
        }
    }

    private static void WriteAddAndAttend(CodeWriter code, bool aligned) =>
        code.Line($"""
                operands.QueryLength = Math.Min(tokens - first, {(aligned ? "KeyTile - (operands.FirstPosition % KeyTile)" : "QueryBlock")});
                AddTokens(ref operands, ref Unsafe.Add(ref inputs, (nint)first * InputDim), operands.QueryLength, operands.FirstPosition);
                AttendTokens(ref operands, ref Unsafe.Add(ref inputs, (nint)first * InputDim));
                operands.Outputs = ref Unsafe.Add(ref operands.Outputs, (nint)operands.QueryLength * OutputDim);
                operands.FirstPosition += operands.QueryLength;
                """);

    private static void WriteAttendAll(CodeWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Attends tokens block by block.</summary>");
        using (code.Block("private static void AttendAll(ref Operands operands, ref float inputs, int tokens)"))
        {
            WriteCall(code, plan);
            WriteBlocks(code, plan, """
                AttendTokens(ref operands, ref Unsafe.Add(ref inputs, (nint)first * InputDim));
                operands.Outputs = ref Unsafe.Add(ref operands.Outputs, (nint)operands.QueryLength * OutputDim);
                """);
        }
    }

    private static void WriteAddAll(CodeWriter code, LayerInputs inputs)
    {
        code.Line("/// <summary>Adds the keys and values of tokens block by block, from a position on.</summary>");
        using (code.Block($"private static void AddAll(ref Operands operands, {Sources(inputs)}, int tokens, int position)"))
        using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
        {
            string[] names = inputs.Sources;
            string key = $"ref Unsafe.Add(ref {names[0]}, (nint)first * KeyInputDim)";
            string value = names.Length > 1 ? $", ref Unsafe.Add(ref {names[1]}, (nint)first * ValueInputDim)" : "";
            code.Line($"AddTokens(ref operands, {key}{value}, Math.Min(QueryBlock, tokens - first), position + first);");
        }
    }

    private static void WriteWeighAll(CodeWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Weighs tokens block by block.</summary>");
        using (code.Block("private static void WeighAll(ref Operands operands, ref float inputs, int tokens)"))
        {
            code.Line("operands.Tokens = tokens;");
            string angles = plan.Spec.Layer!.Rotary is null ? "" : "FillAngleLanes(ref operands, operands.FirstPosition, operands.QueryLength);\n";
            WriteBlocks(code, plan, angles + """
                ProjectQueryLanes(ref operands, ref Unsafe.Add(ref inputs, (nint)first * InputDim));
                operands.Destination = ref Unsafe.Add(ref operands.Outputs, (nint)first * operands.KeyLength);
                Weigh(ref operands);
                """);
        }
    }

    private static void WriteBlocks(CodeWriter code, AttentionPlan plan, string body)
    {
        using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
        {
            WriteRow(code, plan);
            code.Line("operands.QueryLength = Math.Min(QueryBlock, tokens - first);");
            code.Line(body);
            if (plan.Spec.CountsPositions)
            {
                code.Line("operands.FirstPosition += operands.QueryLength;");
            }
        }
    }

    private static void WriteAdd(CodeWriter code, AttentionPlan plan, LayerInputs inputs)
    {
        string sources = Sources(inputs);
        string arguments = string.Join(", ", inputs.Sources.Select(static name => $"ref {name}"));
        code.Line("/// <summary>Keys and values of one block of tokens, from their inputs to where they are kept; position is that of the first.</summary>");
        using (code.Block($"private static void AddTokens(ref Operands operands, {sources}, int tokens, int position)"))
        {
            WriteChoice(code, plan.KeyTokens!, "tokens", "AddRows", "AddLanes", $"ref operands, {arguments}, tokens, position");
        }

        if (plan.KeyTokens!.AsRows)
        {
            code.Line();
            code.Line("/// <summary>The same for few tokens, which are rows.</summary>");
            using (code.Block($"private static void AddRows(ref Operands operands, {sources}, int tokens, int position)"))
            {
                WriteAddRows(code, plan, inputs);
            }
        }

        if (plan.KeyTokens.AsLanes)
        {
            code.Line();
            code.Line("/// <summary>The same for more tokens, which become vector lanes.</summary>");
            using (code.Block($"private static void AddLanes(ref Operands operands, {sources}, int tokens, int position)"))
            {
                WriteAddLanes(code, plan, inputs);
            }
        }
    }

    private static void WriteAddRows(CodeWriter code, AttentionPlan plan, LayerInputs inputs)
    {
        string[] names = inputs.Sources;
        WriteAngles(code, plan, "Rows", "position", "tokens");
        code.Line($"""
            ref float outputs = ref operands.Region(OutputsOffset);
            {Projection(plan, "Rows", names[0], "tokens", "KeyInputDim", "Key", "KeyWidth", "outputs")}
            """);
        WriteHeadSteps(code, plan, "Rows", "outputs", "OutputStride(KeyWidth), ", "tokens", "KeyValueHeads", "KeyNorm");
        code.Line($"""
            KeyValueRows.StoreKeyRows(ref outputs, OutputStride(KeyWidth), tokens, KeyValueHeads, HeadDim, {Elements.AsArgument(plan.Spec, "operands.Key")}, operands.KeyCapacity, {Place(plan.Spec)});
            {Projection(plan, "Rows", names[names.Length - 1], "tokens", "ValueInputDim", "Value", "ValueWidth", "outputs")}
            KeyValueRows.StoreValueRows(ref outputs, OutputStride(ValueWidth), tokens, KeyValueHeads, ValueDim, {Elements.AsArgument(plan.Spec, "operands.Value")}, operands.KeyCapacity, {Place(plan.Spec)});
            """);
    }

    private static void WriteAddLanes(CodeWriter code, AttentionPlan plan, LayerInputs inputs)
    {
        string[] names = inputs.Sources;
        WriteAngles(code, plan, "Lanes", "position", "tokens");
        code.Line($"""
            ref float lanes = ref operands.Region(LanesOffset);
            ref float outputs = ref operands.Region(OutputsOffset);
            {ToLanes(names[0], "tokens", "KeyInputDim")}
            {Projection(plan, "Lanes", "lanes", "tokens", "KeyInputDim", "Key", "KeyWidth", "outputs")}
            """);
        WriteHeadSteps(code, plan, "Lanes", "outputs", "", "tokens", "KeyValueHeads", "KeyNorm");
        code.Line($"KeyValueRows.StoreKeyLanes(ref outputs, tokens, KeyValueHeads, HeadDim, {Elements.AsArgument(plan.Spec, "operands.Key")}, operands.KeyCapacity, {Place(plan.Spec)});");
        if (names.Length > 1)
        {
            code.Line(ToLanes(names[1], "tokens", "ValueInputDim"));
        }

        code.Line($"""
            {Projection(plan, "Lanes", "lanes", "tokens", "ValueInputDim", "Value", "ValueWidth", "outputs")}
            KeyValueRows.StoreValueLanes(ref outputs, tokens, KeyValueHeads, ValueDim, {Elements.AsArgument(plan.Spec, "operands.Value")}, operands.KeyCapacity, {Place(plan.Spec)});
            """);
    }

    private static void WriteAttend(CodeWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Outputs of one block of tokens: queries, attention by heads, output projection.</summary>");
        using (code.Block("private static void AttendTokens(ref Operands operands, ref float inputs)"))
        {
            WriteChoice(code, plan.QueryTokens!, "operands.QueryLength", "AttendTokenRows", "AttendTokenLanes", "ref operands, ref inputs");
        }

        if (plan.QueryTokens!.AsRows)
        {
            code.Line();
            code.Line("/// <summary>The same for few tokens, which are rows.</summary>");
            using (code.Block("private static void AttendTokenRows(ref Operands operands, ref float inputs)"))
            {
                WriteAttendRows(code, plan);
            }
        }

        if (plan.QueryTokens.AsLanes)
        {
            code.Line();
            code.Line("/// <summary>The same for more tokens, which become vector lanes and stay there.</summary>");
            using (code.Block("private static void AttendTokenLanes(ref Operands operands, ref float inputs)"))
            {
                WriteAttendLanes(code, plan);
            }
        }

        code.Line();
        code.Line("/// <summary>Queries of one block of tokens, as vector lanes.</summary>");
        using (code.Block("private static void ProjectQueryLanes(ref Operands operands, ref float inputs)"))
        {
            code.Line($"""
                ref float lanes = ref operands.Region(LanesOffset);
                operands.Query = ref operands.Region(LayerQueriesOffset);
                {ToLanes("inputs", "operands.QueryLength", "InputDim")}
                {Projection(plan, "Lanes", "lanes", "operands.QueryLength", "InputDim", "Query", "QueryWidth", "operands.Query")}
                """);
            WriteHeadSteps(code, plan, "Lanes", "operands.Query", "", "operands.QueryLength", "Heads", "QueryNorm");
        }
    }

    private static void WriteAttendRows(CodeWriter code, AttentionPlan plan)
    {
        bool projects = plan.Spec.Layer!.OutputProjection;
        WriteOwnAngles(code, plan, "Rows");
        code.Line($"""
            operands.Query = ref operands.Region(LayerQueriesOffset);
            operands.Destination = ref {(projects ? "operands.Region(ContextsOffset)" : "operands.Outputs")};
            {Projection(plan, "Rows", "inputs", "operands.QueryLength", "InputDim", "Query", "QueryWidth", "operands.Query")}
            """);
        WriteHeadSteps(code, plan, "Rows", "operands.Query", "QueryTokenStride, ", "operands.QueryLength", "Heads", "QueryNorm");
        code.Line("AttendRows(ref operands);");
        if (projects)
        {
            code.Line($"""
                ref float rows = ref operands.Region(OutputsOffset);
                {Projection(plan, "Rows", "operands.Destination", "operands.QueryLength", "ContextWidth", "Output", "OutputDim", "rows")}
                Rows.Copy(ref rows, OutputStride(OutputDim), operands.QueryLength, OutputDim, ref operands.Outputs);
                """);
        }
    }

    private static void WriteAttendLanes(CodeWriter code, AttentionPlan plan)
    {
        WriteOwnAngles(code, plan, "Lanes");
        code.Line("""
            ProjectQueryLanes(ref operands, ref inputs);
            operands.Destination = ref operands.Region(ContextsOffset);
            AttendLanes(ref operands);
            """);
        if (!plan.Spec.Layer!.OutputProjection)
        {
            code.Line("Transpose.FromGroups(ref operands.Destination, ContextWidth * RowGroup, operands.QueryLength, ContextWidth, ref operands.Outputs, ContextWidth);");
            return;
        }

        code.Line($"""
            ref float lanes = ref operands.Region(OutputsOffset);
            {Projection(plan, "Lanes", "operands.Destination", "operands.QueryLength", "ContextWidth", "Output", "OutputDim", "lanes")}
            Transpose.FromGroups(ref lanes, (nint)OutputDim * RowGroup, operands.QueryLength, OutputDim, ref operands.Outputs, OutputDim);
            """);
    }

    private static void WriteChoice(CodeWriter code, TokenBlocks tokens, string count, string rows, string lanes, string arguments)
    {
        if (!tokens.AsRows || !tokens.AsLanes)
        {
            code.Line($"{(tokens.AsRows ? rows : lanes)}({arguments});");
            return;
        }

        using (code.Block($"if ({count} <= FewTokens)"))
        {
            code.Line($"{rows}({arguments});");
        }

        using (code.Block("else"))
        {
            code.Line($"{lanes}({arguments});");
        }
    }

    /// <summary>Tensors over pairs are those of the whole call.</summary>
    private static void WriteCall(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Spec.HasPairs)
        {
            code.Line("operands.Tokens = tokens;");
        }
    }

    private static void WriteRow(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Spec.HasPairs)
        {
            code.Line("operands.FirstRow = first;");
        }
    }

    /// <summary>The place of a position among the keys that are kept.</summary>
    private static string Place(AttentionSpec spec) => spec.HasRing ? "position % operands.KeyCapacity" : "position";

    /// <summary>Angles of the block's queries, where they are not those of the keys that it has just added.</summary>
    private static void WriteOwnAngles(CodeWriter code, AttentionPlan plan, string layout)
    {
        if (!AddsAsItAttends(plan.Spec))
        {
            WriteAngles(code, plan, layout, "operands.FirstPosition", "operands.QueryLength");
        }
    }

    private static void WriteAngles(CodeWriter code, AttentionPlan plan, string layout, string position, string tokens)
    {
        if (plan.Spec.Layer!.Rotary is not null)
        {
            code.Line($"FillAngle{layout}(ref operands, {position}, {tokens});");
        }
    }

    /// <summary>What becomes of projected heads: normalized, then turned.</summary>
    private static void WriteHeadSteps(CodeWriter code, AttentionPlan plan, string layout, string tensor, string stride, string tokens, string heads, string norm)
    {
        LayerSpec layer = plan.Spec.Layer!;
        if (layer.QkNormEpsilon is not null)
        {
            code.Line($"HeadNorm.{layout}(ref {tensor}, {stride}{tokens}, {heads}, HeadDim, ref Unsafe.Add(ref operands.Weights, {norm}Offset), QkNormEpsilon);");
        }

        if (layer.Rotary is not null)
        {
            code.Line($"RotaryHeads.Turn{layout}(ref {tensor}, {stride}{tokens}, {heads}, HeadDim, RotaryInterleaved, RotaryPairs, ref operands.Region(CosinesOffset), ref operands.Region(SinesOffset));");
        }
    }

    private static void WriteFillAngles(CodeWriter code, AttentionPlan plan)
    {
        foreach (string layout in plan.TakesRows ? new[] { "Rows", "Lanes" } : ["Lanes"])
        {
            code.Line();
            code.Line($"/// <summary>Cosines and sines of position · frequency for a block of tokens, which are {(layout == "Rows" ? "rows" : "vector lanes")}.</summary>");
            using (code.Block($"private static void FillAngle{layout}(ref Operands operands, int position, int tokens)"))
            {
                code.Line($"RotaryHeads.Fill{layout}(position, tokens, ref Unsafe.Add(ref operands.Weights, RotaryFrequenciesOffset), RotaryPairs, ref operands.Region(CosinesOffset), ref operands.Region(SinesOffset));");
            }
        }
    }

    private static string ToLanes(string inputs, string tokens, string inputDim) =>
        $"Transpose.ToGroups(ref {inputs}, {inputDim}, {tokens}, {inputDim}, ref lanes, (nint){inputDim} * RowGroup);";

    private static string Projection(AttentionPlan plan, string layout, string source, string tokens, string inputDim, string tensor, string outputDim, string destination)
    {
        LayerSpec layer = plan.Spec.Layer!;
        bool biased = tensor == "Output" ? layer.OutputBias : layer.QueryKeyValueBias;
        string bias = !ProjectRoutine.HasBiases(plan) ? "" : biased ? $"ref Unsafe.Add(ref operands.Weights, {tensor}BiasOffset), " : "ref Unsafe.NullRef<float>(), ";
        return $"Project{layout}(ref {source}, {tokens}, {inputDim}, ref Unsafe.Add(ref operands.Weights, {tensor}WeightOffset), {bias}{outputDim}, ref {destination});";
    }

    private static string Sources(LayerInputs inputs) => string.Join(", ", inputs.Sources.Select(static name => $"ref float {name}"));
}
