using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the checked operands of one call of a layer's Backward, which travel by reference.</summary>
internal static class LayerBackwardOperands
{
    /// <summary>Tensors that a call reads.</summary>
    public static IReadOnlyList<Tensor> Given(AttentionSpec spec)
    {
        LayerTensors tensors = LayerTensors.OfSequences(spec);
        return [.. tensors.OverPairs, tensors.DestinationGradient];
    }

    /// <summary>Tensors that a call writes beside gradients of weights.</summary>
    public static IReadOnlyList<Tensor> Results(AttentionSpec spec)
    {
        LayerTensors tensors = LayerTensors.OfSequences(spec);
        return [.. tensors.InputGradients, .. tensors.BiasGradients];
    }

    /// <summary>Both.</summary>
    public static IEnumerable<Tensor> Brought(AttentionSpec spec) => [.. Given(spec), .. Results(spec)];

    public static void Write(KernelWriter code, LayerBackwardPlan plan)
    {
        code.Line("/// <summary>The checked operands of one call.</summary>");
        using (code.Block("private ref struct Operands"))
        {
            code.Line("public ref float Weights;");
            foreach (Tensor operand in Brought(plan.Layer))
            {
                code.Line($"public ref {operand.Element} {operand.Field};{(operand.IsOptional ? " // null where it is not wanted" : "")}");
            }

            foreach (WeightTensor tensor in WeightGradients.Declared(plan.Layer))
            {
                code.Line($"public ref float {FieldOf(tensor)};");
            }

            foreach (Region gradients in plan.Tokens.Regions.Concat(plan.KeyTokens.Regions))
            {
                code.Line($"public ref float {gradients.Title}; // [tokens, {gradients.Extent}]");
            }

            code.Line("""
                public ref float Block;

                /// <summary>A region of the block.</summary>
                public readonly ref float Region(int offset) => ref Unsafe.Add(ref Block, offset);
                """);
        }
    }

    /// <summary>The gradients of rows that the tape has, from a token on, as an expression.</summary>
    /// <param name="run">The rows.</param>
    /// <param name="token">The token.</param>
    public static string GradientsAt(TapeRun run, string token) => $"Floats.At(ref operands.{Casing.Pascal(LayerBackwardPlan.NameOf(run))}, (nint){token} * {run.Width})";

    /// <summary>The field that refers to the gradient of a weight tensor.</summary>
    public static string FieldOf(WeightTensor tensor) => $"{tensor.Name}Gradient";
}
