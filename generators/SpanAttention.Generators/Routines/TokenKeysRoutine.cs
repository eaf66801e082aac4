using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what makes keys and values of a block of tokens, or its keys alone, which are all that weights need.</summary>
internal static class TokenKeysRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan, LayerTensors tensors)
    {
        Tensor keys = tensors.KeyInputs;
        Tensor values = tensors.ValueInputs;
        string valueLanes = OwnValueInputs(tensors);
        code.Line("/// <summary>Keys and values of one block of tokens, from their inputs to where they are kept; position is that of the first.</summary>");
        WriteChoice(code, plan, "AddTokens", References(tensors.KeyValueInputs), [$"AddKeyRows({Arguments(keys.Name)})", $"AddValueRows({Arguments(values.Name)})"], [$"AddKeyLanes({Arguments(keys.Name)})", $"AddValueLanes({Arguments(valueLanes)})"]);
        code.Line();
        code.Line("/// <summary>The keys alone.</summary>");
        WriteChoice(code, plan, "AddKeys", References([keys]), [$"AddKeyRows({Arguments(keys.Name)})"], [$"AddKeyLanes({Arguments(keys.Name)})"]);
        if (plan.KeyTokens!.AsRows)
        {
            WriteRows(code, plan, keys.Name, values.Name);
        }

        if (plan.KeyTokens.AsLanes)
        {
            WriteLanes(code, plan, keys.Name, valueLanes);
        }
    }

    /// <summary>Tensors that keys and values come from, as parameters of a routine that takes references.</summary>
    public static string References(IEnumerable<Tensor> tensors) => string.Join(", ", tensors.Select(static tensor => $"ref float {tensor.Name}"));

    private static void WriteChoice(KernelWriter code, AttentionPlan plan, string name, string references, string[] rows, string[] lanes)
    {
        using (code.Block($"private static void {name}(ref Operands operands, {references}, int tokens, int position)"))
        {
            TokenSteps.WriteChoice(code, plan.KeyTokens!, "tokens", rows, lanes);
        }
    }

    private static void WriteRows(KernelWriter code, AttentionPlan plan, string keys, string values)
    {
        code.Line();
        code.Line("/// <summary>Keys of few tokens, which are rows.</summary>");
        using (code.Block($"private static void AddKeyRows({Parameters(keys)})"))
        {
            TokenSteps.WriteAngles(code, plan, "Rows", "position", "tokens");
            code.Line($"""
                ref float outputs = ref operands.Region(OutputsOffset);
                {TokenSteps.Projection(plan, "Rows", keys, "tokens", "KeyInputDim", "Key", "KeyWidth", "outputs")}
                """);
            TokenSteps.WriteHeadSteps(code, plan, "Rows", "outputs", "OutputStride(KeyWidth), ", "tokens", "KeyValueHeads", "KeyNorm");
            code.Line($"KeyValueRows.StoreKeyRows(ref outputs, OutputStride(KeyWidth), tokens, KeyValueHeads, HeadDim, {plan.Spec.Stored.AsArgument("operands.Key")}, operands.KeyCapacity, {Place(plan.Spec)});");
        }

        code.Line();
        code.Line("/// <summary>Values of few tokens, which are rows.</summary>");
        using (code.Block($"private static void AddValueRows({Parameters(values)})"))
        {
            code.Line($"""
                ref float outputs = ref operands.Region(OutputsOffset);
                {TokenSteps.Projection(plan, "Rows", values, "tokens", "ValueInputDim", "Value", "ValueWidth", "outputs")}
                KeyValueRows.StoreValueRows(ref outputs, OutputStride(ValueWidth), tokens, KeyValueHeads, ValueDim, {plan.Spec.Stored.AsArgument("operands.Value")}, operands.KeyCapacity, {Place(plan.Spec)});
                """);
        }
    }

    private static void WriteLanes(KernelWriter code, AttentionPlan plan, string keys, string values)
    {
        code.Line();
        code.Line("/// <summary>Keys of more tokens, which become vector lanes.</summary>");
        using (code.Block($"private static void AddKeyLanes({Parameters(keys)})"))
        {
            TokenSteps.WriteAngles(code, plan, "Lanes", "position", "tokens");
            code.Line($"""
                ref float lanes = ref operands.Region(LanesOffset);
                ref float outputs = ref operands.Region(OutputsOffset);
                {TokenSteps.ToLanes(keys, "tokens", "KeyInputDim")}
                {TokenSteps.Projection(plan, "Lanes", "lanes", "tokens", "KeyInputDim", "Key", "KeyWidth", "outputs")}
                """);
            TokenSteps.WriteHeadSteps(code, plan, "Lanes", "outputs", "", "tokens", "KeyValueHeads", "KeyNorm");
            code.Line($"KeyValueRows.StoreKeyLanes(ref outputs, tokens, KeyValueHeads, HeadDim, {plan.Spec.Stored.AsArgument("operands.Key")}, operands.KeyCapacity, {Place(plan.Spec)});");
        }

        code.Line();
        code.Line(values.Length > 0 ? "/// <summary>Values of more tokens, which become vector lanes.</summary>" : "/// <summary>Values of more tokens, which are vector lanes since their keys were added.</summary>");
        using (code.Block($"private static void AddValueLanes({Parameters(values)})"))
        {
            code.Line("""
                ref float lanes = ref operands.Region(LanesOffset);
                ref float outputs = ref operands.Region(OutputsOffset);
                """);
            if (values.Length > 0)
            {
                code.Line(TokenSteps.ToLanes(values, "tokens", "ValueInputDim"));
            }

            code.Line($"""
                {TokenSteps.Projection(plan, "Lanes", "lanes", "tokens", "ValueInputDim", "Value", "ValueWidth", "outputs")}
                KeyValueRows.StoreValueLanes(ref outputs, tokens, KeyValueHeads, ValueDim, {plan.Spec.Stored.AsArgument("operands.Value")}, operands.KeyCapacity, {Place(plan.Spec)});
                """);
        }
    }

    /// <summary>The inputs of values; empty where they are those of keys, and lanes already.</summary>
    private static string OwnValueInputs(LayerTensors tensors) => tensors.KeyValueInputs.Count > 1 ? tensors.ValueInputs.Name : "";

    private static string Parameters(string inputs) => $"ref Operands operands, {(inputs.Length > 0 ? $"ref float {inputs}, " : "")}int tokens, int position";

    private static string Arguments(string inputs) => $"ref operands, {(inputs.Length > 0 ? $"ref {inputs}, " : "")}tokens, position";

    /// <summary>The place of a position among the keys that are kept.</summary>
    private static string Place(AttentionSpec spec) => spec.HasRing ? "position % operands.KeyCapacity" : "position";
}
