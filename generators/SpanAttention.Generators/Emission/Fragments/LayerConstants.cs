using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Emits a layer's widths and where each tensor lies among its packed weights.</summary>
internal static class LayerConstants
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerSpec layer = spec.Layer!;
        code.Line($"""
            private const int InputDim = {layer.InputDim};
            private const int OutputDim = {layer.OutputDim};
            private const int KeyInputDim = {layer.KeyInputDim};
            private const int ValueInputDim = {layer.ValueInputDim};
            private const int QueryWidth = Heads * HeadDim; // floats of all heads of a token
            private const int KeyWidth = KeyValueHeads * HeadDim;
            private const int ValueWidth = KeyValueHeads * ValueDim;
            private const int ContextWidth = Heads * ValueDim;
            private const int WidestInput = {WidestInput(spec)};
            private const int WidestOutput = {WidestOutput(spec)};

            // Packed weights, in floats: weights lie [out, in]
            """);
        WriteOffsets(code, PackedTensor.All(spec));
    }

    private static void WriteOffsets(CodeWriter code, IReadOnlyList<PackedTensor> tensors)
    {
        long offset = 0;
        foreach (PackedTensor tensor in tensors)
        {
            code.Line($"private const int {tensor.Name}Offset = {offset}; // {(tensor.Inputs == 0 ? $"[{tensor.Outputs}]" : $"[{tensor.Outputs}, {tensor.Inputs}]")}");
            offset += tensor.Elements;
        }

        code.Line($"private const int PackedLength = {offset};");
    }

    private static int WidestInput(AttentionSpec spec) =>
        new[] { spec.Layer!.InputDim, spec.Layer.KeyInputDim, spec.Layer.ValueInputDim, spec.ContextWidth }.Max();

    private static int WidestOutput(AttentionSpec spec) =>
        new[] { spec.QueryWidth, spec.KeyWidth, spec.ValueWidth, spec.Layer!.OutputDim }.Max();
}
