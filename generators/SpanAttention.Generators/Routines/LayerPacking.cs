using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits Pack: checks the caller's tensors and copies them into one array, in the order that projections read.</summary>
internal static class LayerPacking
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        LayerSpec layer = plan.Spec.Layer!;
        IReadOnlyList<LayerTensor> tensors = LayerTensor.All(plan.Spec);
        code.Line("/// <summary>Checks the tensors and copies them into one array, 16 outputs side by side.</summary>");
        using (code.Block($"public static AlignedFloats Pack({string.Join(", ", tensors.Select(static tensor => $"ReadOnlySpan<float> {Parameter(tensor)}"))})"))
        {
            foreach (LayerTensor tensor in tensors)
            {
                code.Line(CheckOf(tensor, layer));
            }

            code.Line("""

                AlignedFloats packed = new(PackedLength);
                """);
            foreach (PackedTensor tensor in PackedTensor.All(plan.Spec))
            {
                code.Line(CopyOf(tensor, layer));
            }

            code.Line("return packed;");
        }
    }

    public static string Parameter(LayerTensor tensor) => char.ToLowerInvariant(tensor.Name[0]) + tensor.Name.Substring(1);

    private static string CheckOf(LayerTensor tensor, LayerSpec layer)
    {
        string parameter = Parameter(tensor);
        if (!tensor.Declared)
        {
            return $"SpanShape.Empty({parameter}.Length, \"{tensor.Name}\", \"{tensor.Property}\");";
        }

        string length = tensor.IsOptional ? $"{parameter}.IsEmpty ? {tensor.Outputs} : {parameter}.Length" : $"{parameter}.Length";
        return $"SpanShape.Exactly({length}, {tensor.Lengths(layer)}, \"{tensor.Name}\", \"{tensor.Words(layer)}\");";
    }

    private static string CopyOf(PackedTensor tensor, LayerSpec layer)
    {
        string source = Parameter(tensor.Source);
        string destination = $"packed.Span.Slice({tensor.Name}Offset, {tensor.Elements})";
        return tensor.Source.IsOptional
            ? $"({source}.IsEmpty ? {tensor.Name} : {source}).CopyTo({destination});"
            : tensor.Inputs == 0
            ? $"{source}.Slice({tensor.FirstOutput}, {tensor.Outputs}).CopyTo({destination});"
            : $"WeightPacking.Copy({source}, inputByOutput: {(layer.InputByOutput ? "true" : "false")}, {tensor.Source.Outputs}, {tensor.FirstOutput}, {tensor.Outputs}, {tensor.Inputs}, {destination});";
    }
}
