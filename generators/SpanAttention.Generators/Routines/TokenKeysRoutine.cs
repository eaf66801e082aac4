using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what projects keys and values of a block of tokens, and what stores its keys alone, which are all that weights need.</summary>
internal static class TokenKeysRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan, LayerTensors tensors)
    {
        if (!plan.IsPart)
        {
            WriteKeys(code, plan, tensors.KeyInputs);
            code.Line();
        }

        WriteProjection(code, plan, LayerProjection.Key, tensors.KeyInputs, () => TokenSteps.WriteHeadSteps(code, plan, LayerProjection.Key, "outputs"));
        code.Line();
        WriteProjection(code, plan, LayerProjection.Value, tensors.ValueInputs, static () => { });
    }

    /// <summary>Tensors that keys and values come from, as parameters of a routine that takes references.</summary>
    public static string References(IEnumerable<Tensor> tensors) => string.Join(", ", tensors.Select(static tensor => $"ref float {tensor.Name}"));

    private static void WriteKeys(KernelWriter code, AttentionPlan plan, Tensor inputs)
    {
        code.Line("/// <summary>Keys of one block of tokens.</summary>");
        using (code.Block($"private static void AddKeys(ref Operands operands, {References([inputs])}, int tokens, int position)"))
        {
            TokenSteps.WriteAngles(code, plan, "position", "tokens");
            code.Line($"""
                ref float outputs = ref ProjectKeys(ref operands, ref {inputs.Name}, tokens);
                {Store(plan, LayerProjection.Key, "operands", "outputs", "tokens", "position")}
                """);
        }
    }

    private static void WriteProjection(KernelWriter code, AttentionPlan plan, LayerProjection projection, Tensor inputs, Action writeHeadSteps)
    {
        code.Line($"/// <summary>{projection.Name}s of one block of tokens, side by side: where they are.</summary>");
        using (code.Block($"private static ref float Project{projection.Name}s(ref Operands operands, {References([inputs])}, int tokens)"))
        {
            code.Line("ref float outputs = ref operands.Region(OutputsOffset);");
            code.Line(projection.Call(plan, inputs.Name, "outputs"));
            writeHeadSteps();
            code.Line("return ref outputs;");
        }
    }

    /// <summary>The call that stores projected keys or values where they are kept.</summary>
    /// <param name="plan">The plan of the layer.</param>
    /// <param name="projection">Keys or values.</param>
    /// <param name="operands">The operands that say where.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="tokens">How many there are.</param>
    /// <param name="position">The position of the first.</param>
    public static string Store(AttentionPlan plan, LayerProjection projection, string operands, string rows, string tokens, string position) =>
        $"KeyValueRows.Store{projection.Name}s(ref {rows}, {projection.Stride}, {tokens}, KeyValueHeads, {projection.HeadDim}, {plan.Spec.Stored.AsArgument($"{operands}.{projection.Name}")}, {operands}.KeyCapacity, {Address.Kept(plan.Spec, position, operands)});";
}
