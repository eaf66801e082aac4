using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the way of gradients back through a linear or feed-forward layer, block by block.</summary>
internal sealed class PerceptronBackwardRoutine(KernelWriter code, PerceptronBackwardPlan plan)
{
    private readonly PerceptronSpec spec = plan.Spec.Perceptron;
    private readonly WeightGradients gradients = new(plan.Spec.Perceptron);

    public static void Write(KernelWriter code, PerceptronBackwardPlan plan)
    {
        PerceptronBackwardRoutine routine = new(code, plan);
        routine.WriteTokens();
        code.Line();
        routine.WriteBlock();
        code.Line();
        ProjectRoutine.Write(code, plan.Layer.Projection, biased: false);
    }

    private IEnumerable<Region> Taped => plan.Layer.Tape.Regions;

    private void WriteTokens()
    {
        code.Line("/// <summary>Gradients of tokens block by block.</summary>");
        using (code.Block($"private static void DifferentiateTokens(ref float weights, LayerTape tape, int tokens, ref float destinationGradient, {gradients.Parameters}ref float inputGradient)"))
        {
            code.Line("ref float block = ref MemoryMarshal.GetReference(Scratch.Rent(BlockLength));");
            using (code.Block("for (int first = 0; first < tokens; first += TokenBlock)"))
            {
                string taped = string.Concat(Taped.Select(region => $"ref Floats.At(ref tape.Run({plan.Layer.Tape.Offset(region)}), (nint)first * {region.Extent}), "));
                string tensors = string.Concat(spec.Weights.Where(static tensor => tensor.Declared).Select(static tensor => $"ref {tensor.GradientParameter}, "));
                code.Line($"""
                    int rows = Math.Min(TokenBlock, tokens - first);
                    DifferentiateBlock(ref weights, {taped}rows, ref block, ref Floats.At(ref destinationGradient, (nint)first * OutputDim), {tensors}ref Floats.At(ref inputGradient, (nint)first * InputDim));
                    """);
            }
        }
    }

    private void WriteBlock()
    {
        string taped = string.Concat(Taped.Select(static region => $"ref float {region.Name}, "));
        code.Line("/// <summary>Gradients of a block of tokens: what came before the activation, then inputs, then weights.</summary>");
        using (code.Block($"private static void DifferentiateBlock(ref float weights, {taped}int rows, ref float block, ref float destinationGradient, {gradients.Parameters}ref float inputGradient)"))
        {
            ScratchRegions.WriteLocals(code, plan.Block, plan.Block.Regions, "block");
            WriteLinear();
        }
    }

    private void WriteLinear()
    {
        string source = "destinationGradient";
        if (spec.Activation != Activation.None)
        {
            source = "gradients";
            code.Line($"""
                // gradients = destinationGradient ∘ {spec.Activation}′(weight · inputs{(spec.Bias ? " + bias" : "")})
                Activations.Backward(Activation.{spec.Activation}, {All("outputs", "OutputDim")}, {All("destinationGradient", "OutputDim")}, {All("gradients", "OutputDim")});

                """);
        }

        code.Line($"""
            // inputGradient = weightᵀ · {source}
            Project(ref {source}, rows, OutputDim, {new WeightOperand(StoredNumber.Single, "weights", "TransposedWeight").All.Arguments}InputDim, ref sums);
            Rows.Store(ref sums, OutputStride(InputDim), rows, InputDim, ref Unsafe.NullRef<float>(), ref inputGradient, InputDim);

            // weightGradient += {source} · inputs
            Rows.ToGroups(ref inputs, InputDim, rows, InputDim, ref inputGroups);
            Rows.ToGroups(ref {source}, OutputDim, rows, OutputDim, ref gradientGroups);
            """);
        WriteWeightGradient("weightGradient", ("gradientGroups", "OutputDim"), ("inputGroups", "InputDim"));
        if (spec.Bias)
        {
            code.Line($"RowGradients.AddRows(ref {source}, rows, OutputDim, ref biasGradient);");
        }
    }

    /// <summary>The gradient of a weight tensor, whose rows are outputs or, where it is declared so, inputs.</summary>
    private void WriteWeightGradient(string gradient, (string Groups, string Dim) outputs, (string Groups, string Dim) inputs)
    {
        ((string Groups, string Dim) rows, (string Groups, string Dim) elements) = spec.InputByOutput ? (inputs, outputs) : (outputs, inputs);
        code.Call(
            WeightGradient.Create(plan.WeightGradient),
            ("rows", $"ref {rows.Groups}"), ("rowCount", rows.Dim), ("source", $"ref {elements.Groups}"), ("length", elements.Dim), ("tokens", "rows"), ("gradient", $"ref {gradient}"), ("stride", elements.Dim));
    }

    private static string All(string rows, string dim) => $"MemoryMarshal.CreateSpan(ref {rows}, rows * {dim})";
}
