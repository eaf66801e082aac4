using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits Pack: checks the caller's tensors and copies them into one array, in the order that projections read.</summary>
internal static class LayerPacking
{
    public static void Write(KernelWriter code, DeclaredPlan plan)
    {
        if (plan.Declared.Learns)
        {
            WriteAgain(code, plan);
            return;
        }

        IReadOnlyList<WeightTensor> tensors = plan.Declared.Weights;
        code.Line("/// <summary>Checks the tensors and copies them into one array, 16 outputs side by side.</summary>");
        using (code.Block($"public static AlignedFloats Pack({Spans(plan)})"))
        {
            foreach (WeightTensor tensor in tensors)
            {
                code.Line(CheckOf(tensor));
            }

            code.Line("""

                AlignedFloats packed = new(PackedLength);
                """);
            foreach (PackedTensor tensor in plan.Packed)
            {
                code.Line(CopyOf(tensor));
            }

            code.Line("return packed;");
        }
    }

    private static string Spans(DeclaredPlan plan) => string.Join(", ", plan.Declared.Weights.Select(static tensor => $"ReadOnlySpan<float> {tensor.Parameter}"));

    /// <summary>Writes the same in steps, so that weights which have changed go where those before them were: all tensors of a block are checked before one is copied.</summary>
    private static void WriteAgain(KernelWriter code, DeclaredPlan plan)
    {
        string names = string.Join(", ", plan.Declared.Weights.Select(static tensor => tensor.Parameter));
        string spans = Spans(plan);
        code.Line("/// <summary>Checks the tensors and copies them into one array, 16 outputs side by side.</summary>");
        using (code.Block($"public static AlignedFloats Pack({spans})"))
        {
            code.Line($"""
                CheckTensors({names});
                AlignedFloats packed = new(PackedLength);
                CopyTensors({names}, packed);
                return packed;
                """);
        }

        code.Line();
        code.Line("/// <summary>The same in the place of those that were packed before.</summary>");
        using (code.Block($"public static void Load({spans}, AlignedFloats packed)"))
        {
            code.Line($"""
                CheckTensors({names});
                CopyTensors({names}, packed);
                """);
        }

        code.Line();
        code.Line("/// <summary>Checks the lengths of the tensors.</summary>");
        using (code.Block($"public static void CheckTensors({spans})"))
        {
            foreach (WeightTensor tensor in plan.Declared.Weights)
            {
                code.Line(CheckOf(tensor));
            }
        }

        code.Line();
        code.Line("/// <summary>Copies tensors that have been checked.</summary>");
        using (code.Block($"public static void CopyTensors({spans}, AlignedFloats packed)"))
        {
            foreach (PackedTensor tensor in plan.Packed)
            {
                code.Line(CopyOf(tensor));
            }
        }
    }

    /// <summary>Writes where each tensor lies among the packed weights.</summary>
    public static void WriteOffsets(KernelWriter code, DeclaredSpec spec)
    {
        code.Line();
        string numbers = spec.Packed.Select(static tensor => tensor.Element).FirstOrDefault(static element => element.IsShort) is not { } element ? ""
            : element.IsScaled ? $" in {element.OfAFloat} numbers of a float, scales [groups, runs of {element.Shared} in, 16]" : $" in {element.OfAFloat} numbers of a float";
        code.Line($"// Packed weights, in floats: [groups of outputs, in, 16 outputs]{numbers}, biases [out], each rounded up to whole groups of outputs");
        long offset = 0;
        foreach (PackedTensor tensor in spec.Packed)
        {
            code.Line($"private const int {tensor.Name}Offset = {offset}; // {(tensor.Inputs == 0 ? $"[{tensor.Outputs}]" : $"[{tensor.Outputs}, {tensor.Inputs}]")}");
            if (tensor.Element.IsScaled)
            {
                code.Line($"private const int {tensor.Name}ScalesOffset = {offset + tensor.NumberFloats};");
            }

            offset += tensor.Floats;
        }

        code.Line($"private const int PackedLength = {offset};");
    }

    private static string CheckOf(WeightTensor tensor)
    {
        string parameter = tensor.Parameter;
        if (!tensor.Declared)
        {
            return $"SpanShape.Empty({parameter}.Length, \"{tensor.Name}\", \"{tensor.Property}\");";
        }

        string length = tensor.IsOptional ? $"{parameter}.IsEmpty ? {tensor.Outputs} : {parameter}.Length" : $"{parameter}.Length";
        return $"SpanShape.Exactly({length}, {tensor.Lengths}, \"{tensor.Name}\", \"{tensor.Words}\");";
    }

    private static string CopyOf(PackedTensor tensor)
    {
        string source = tensor.Source.Parameter;
        string destination = $"packed.Span.Slice({tensor.Name}Offset, {tensor.NumberFloats})";
        return tensor.Source.IsOptional
            ? $"({source}.IsEmpty ? {tensor.Name} : {source}).CopyTo({destination});"
            : tensor.Inputs == 0
            ? $"{source}.Slice({tensor.FirstOutput}, {tensor.Outputs}).CopyTo({destination});"
            : tensor.Element.IsShort
            ? Short(tensor, destination)
            : Pack(tensor, destination);
    }

    private static string Pack(PackedTensor tensor, string destination) => tensor.IsTransposed
        ? $"WeightPacking.CopyTransposed({tensor.Source.Parameter}, {Order(tensor)}, {tensor.Source.Outputs}, {tensor.FirstOutput}, {tensor.Inputs}, {tensor.Outputs}, {destination});"
        : tensor.Part > 0
        ? $"WeightPacking.CopyParts({tensor.Source.Parameter}, {Order(tensor)}, {tensor.Outputs}, {tensor.Inputs}, {tensor.Part}, {destination});"
        : $"WeightPacking.Copy({tensor.Source.Parameter}, {Order(tensor)}, {tensor.Source.Outputs}, {tensor.FirstOutput}, {tensor.Outputs}, {tensor.Inputs}, {destination});";

    /// <summary>Packed as floats first, in memory that is given back, then rounded.</summary>
    private static string Short(PackedTensor tensor, string destination)
    {
        string floats = Casing.Camel(tensor.Name) + "Floats";
        string round = tensor.Element.IsScaled
            ? $"ShortWeights.StoreInt8({floats}, {tensor.Inputs}, {(tensor.Part > 0 ? tensor.Part : tensor.Inputs)}, \"{tensor.Source.Name}\", {destination}, packed.Span.Slice({tensor.Name}ScalesOffset, {tensor.Scales}));"
            : $"ShortWeights.StoreBFloat16({floats}, {destination});";
        return $"""
            float[] {floats} = new float[{tensor.Elements}];
            {Pack(tensor, floats)}
            {round}
            """;
    }

    private static string Order(PackedTensor tensor) => $"inputByOutput: {(tensor.Source.InputByOutput ? "true" : "false")}";
}
