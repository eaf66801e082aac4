using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what makes keys and values of a block of tokens.</summary>
internal static class TokenKeysRoutine
{
    public static void Write(CodeWriter code, AttentionPlan plan, LayerTensors tensors)
    {
        string sources = References(tensors);
        string arguments = string.Join(", ", tensors.KeyValueInputs.Select(static tensor => $"ref {tensor.Name}"));
        code.Line("/// <summary>Keys and values of one block of tokens, from their inputs to where they are kept; position is that of the first.</summary>");
        using (code.Block($"private static void AddTokens(ref Operands operands, {sources}, int tokens, int position)"))
        {
            TokenSteps.WriteChoice(code, plan.KeyTokens!, "tokens", "AddRows", "AddLanes", $"ref operands, {arguments}, tokens, position");
        }

        if (plan.KeyTokens!.AsRows)
        {
            code.Line();
            code.Line("/// <summary>The same for few tokens, which are rows.</summary>");
            using (code.Block($"private static void AddRows(ref Operands operands, {sources}, int tokens, int position)"))
            {
                WriteAddRows(code, plan, tensors);
            }
        }

        if (plan.KeyTokens.AsLanes)
        {
            code.Line();
            code.Line("/// <summary>The same for more tokens, which become vector lanes.</summary>");
            using (code.Block($"private static void AddLanes(ref Operands operands, {sources}, int tokens, int position)"))
            {
                WriteAddLanes(code, plan, tensors);
            }
        }
    }

    /// <summary>The tensors that keys and values come from, as parameters of a routine that takes references.</summary>
    public static string References(LayerTensors tensors) => string.Join(", ", tensors.KeyValueInputs.Select(static tensor => $"ref float {tensor.Name}"));

    private static void WriteAddRows(CodeWriter code, AttentionPlan plan, LayerTensors tensors)
    {
        string[] names = [.. tensors.KeyValueInputs.Select(static tensor => tensor.Name)];
        TokenSteps.WriteAngles(code, plan, "Rows", "position", "tokens");
        code.Line($"""
            ref float outputs = ref operands.Region(OutputsOffset);
            {TokenSteps.Projection(plan, "Rows", names[0], "tokens", "KeyInputDim", "Key", "KeyWidth", "outputs")}
            """);
        TokenSteps.WriteHeadSteps(code, plan, "Rows", "outputs", "OutputStride(KeyWidth), ", "tokens", "KeyValueHeads", "KeyNorm");
        code.Line($"""
            KeyValueRows.StoreKeyRows(ref outputs, OutputStride(KeyWidth), tokens, KeyValueHeads, HeadDim, {Elements.AsArgument(plan.Spec, "operands.Key")}, operands.KeyCapacity, {Place(plan.Spec)});
            {TokenSteps.Projection(plan, "Rows", names[names.Length - 1], "tokens", "ValueInputDim", "Value", "ValueWidth", "outputs")}
            KeyValueRows.StoreValueRows(ref outputs, OutputStride(ValueWidth), tokens, KeyValueHeads, ValueDim, {Elements.AsArgument(plan.Spec, "operands.Value")}, operands.KeyCapacity, {Place(plan.Spec)});
            """);
    }

    private static void WriteAddLanes(CodeWriter code, AttentionPlan plan, LayerTensors tensors)
    {
        string[] names = [.. tensors.KeyValueInputs.Select(static tensor => tensor.Name)];
        TokenSteps.WriteAngles(code, plan, "Lanes", "position", "tokens");
        code.Line($"""
            ref float lanes = ref operands.Region(LanesOffset);
            ref float outputs = ref operands.Region(OutputsOffset);
            {TokenSteps.ToLanes(names[0], "tokens", "KeyInputDim")}
            {TokenSteps.Projection(plan, "Lanes", "lanes", "tokens", "KeyInputDim", "Key", "KeyWidth", "outputs")}
            """);
        TokenSteps.WriteHeadSteps(code, plan, "Lanes", "outputs", "", "tokens", "KeyValueHeads", "KeyNorm");
        code.Line($"KeyValueRows.StoreKeyLanes(ref outputs, tokens, KeyValueHeads, HeadDim, {Elements.AsArgument(plan.Spec, "operands.Key")}, operands.KeyCapacity, {Place(plan.Spec)});");
        if (names.Length > 1)
        {
            code.Line(TokenSteps.ToLanes(names[1], "tokens", "ValueInputDim"));
        }

        code.Line($"""
            {TokenSteps.Projection(plan, "Lanes", "lanes", "tokens", "ValueInputDim", "Value", "ValueWidth", "outputs")}
            KeyValueRows.StoreValueLanes(ref outputs, tokens, KeyValueHeads, ValueDim, {Elements.AsArgument(plan.Spec, "operands.Value")}, operands.KeyCapacity, {Place(plan.Spec)});
            """);
    }

    /// <summary>The place of a position among the keys that are kept.</summary>
    private static string Place(AttentionSpec spec) => spec.HasRing ? "position % operands.KeyCapacity" : "position";
}
