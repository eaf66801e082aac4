using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Steps;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the way of gradients back through an attention layer: outputs, heads, then each of its inputs.</summary>
internal sealed class LayerBackwardRoutine(KernelWriter code, LayerBackwardPlan plan)
{
    private const string EachBlock = "for (int first = 0; first < tokens; first += TokenBlock)";

    private readonly AttentionSpec spec = plan.Layer;
    private readonly LayerSpec layer = plan.Layer.Layer!;
    private readonly TapePlan tape = plan.Tape;

    public static void Write(KernelWriter code, LayerBackwardPlan plan)
    {
        LayerBackwardRoutine routine = new(code, plan);
        routine.WriteOutputs();
        code.Line();
        routine.WriteSequences();
        foreach (LayerSide side in LayerSide.Of(plan))
        {
            code.Line();
            routine.WriteSide(side);
        }

        code.Line();
        ProjectRoutine.WriteAdding(code, plan.Projection);
    }

    private static string GradientsAt(TapeRun run) => LayerBackwardOperands.GradientsAt(run, "first");

    private void WriteOutputs()
    {
        code.Line($"/// <summary>Gradients of contexts{(tape.Gates is null ? "" : " and gates")} from those of outputs, block by block{(layer.OutputProjection ? "; those of the output projection's weights" : "")}.</summary>");
        using (code.Block($"private static void DifferentiateOutputs(ref Operands operands, LayerTape tape, int tokens)"))
        using (code.Block(EachBlock))
        {
            code.Line($"""
                int rows = Math.Min(TokenBlock, tokens - first);
                ref float outputs = ref Floats.At(ref operands.DestinationGradient, (nint)first * OutputDim);
                ref float contexts = ref {GradientsAt(tape.Contexts)};
                """);
            if (layer.OutputProjection)
            {
                WriteOutputProjection();
            }
            else
            {
                code.Line("Rows.Copy(ref outputs, OutputDim, rows, OutputDim, ref contexts);");
            }

            if (tape.Gates is { } gates)
            {
                code.Line($"ContextGate.Backward(ref contexts, ref {tape.Contexts.At("first")}, ref {gates.At("first")}, (nint)rows * ContextWidth, ref {GradientsAt(gates)});");
            }
        }
    }

    private void WriteOutputProjection()
    {
        WriteSums("ContextWidth");
        WriteProjection("outputs", "OutputDim", "OutputWeight", "ContextWidth");
        code.Line("Rows.Copy(ref sums, OutputStride(ContextWidth), rows, ContextWidth, ref contexts);");
        code.Line();
        WriteInputGroups(tape.ProjectedContexts);
        WriteWeightGradients("outputs", LayerProjection.Output, biased: layer.OutputBias);
    }

    private void WriteSequences()
    {
        code.Line("/// <summary>Gradients of queries, keys and values from those of contexts, sequence by sequence.</summary>");
        using (code.Block("private static void DifferentiateSequences(ref Operands operands, LayerTape tape, SequenceBatch batch)"))
        {
            if (spec.Has<Sinks>())
            {
                code.Line("ref float sinksGradient = ref operands.Region(SinksGradientOffset);");
            }

            TapedHeads heads = new(spec, plan.Heads, "Floats.At(ref operands.Weights, SinksOffset)");
            heads.WriteSequences(code, () =>
            {
                code.Line($"{heads.BackwardKernel}.Backward({heads.Arguments(HeadsEntries.BackwardOperands(plan.Heads.Spec))}, pieces.QueryLength, pieces.KeyLength);");
                if (spec.Has<Sinks>())
                {
                    code.Line("Rows.AddBias(ref operands.SinksGradient, Heads, 1, ref sinksGradient, Heads);");
                }
            });
        }
    }

    private void WriteSide(LayerSide side)
    {
        string dim = side.Inputs.Width;
        code.Line($"/// <summary>The gradient of {(side.IsOfContext ? "what keys or values come from" : "the inputs")}, and those of the weights that project it, block by block.</summary>");
        using (code.Block($"private static void {side.Method}(ref Operands operands, LayerTape tape, int tokens)"))
        using (code.Block(EachBlock))
        {
            code.Line("int rows = Math.Min(TokenBlock, tokens - first);");
            WriteSums(dim);
            WriteInputGroups(side.Inputs);
            if (layer.Rotary is not null)
            {
                code.Line($"""
                    ref float sines = ref operands.Region(SinesOffset);
                    Rows.Copy(ref {tape.Sines!.At("first")}, RotaryPairs, rows, RotaryPairs, ref sines);
                    Rows.Scale(ref sines, rows * RotaryPairs, -1);
                    """);
            }

            foreach (LayerSide.Projected projected in side.Projections)
            {
                code.Line();
                WriteProjected(projected, dim);
            }

            code.Line();
            code.Line($"Rows.Copy(ref sums, OutputStride({dim}), rows, {dim}, ref Floats.At(ref operands.{side.Gradient.Field}, (nint)first * {dim}));");
        }
    }

    private void WriteProjected(LayerSide.Projected projected, string dim)
    {
        LayerProjection projection = projected.Projection;
        string gradients = Casing.Camel(projection.Name) + "Rows";
        code.Line($"ref float {gradients} = ref {GradientsAt(projected.Run)};");
        if (projected.HasHeadSteps)
        {
            WriteHeadSteps(projected, gradients);
        }

        WriteProjection(gradients, projection.OutputDim, projection.Name + "Weight", dim);
        WriteWeightGradients(gradients, projection, biased: layer.QueryKeyValueBias);
    }

    /// <summary>Back through the rotation, which is one by the negative angle, and the norm.</summary>
    private void WriteHeadSteps(LayerSide.Projected projected, string gradients)
    {
        LayerProjection projection = projected.Projection;
        if (layer.Rotary is not null)
        {
            code.Line($"RotaryHeads.Rotate(ref {gradients}, {projected.Run.Width}, rows, {projection.Heads}, HeadDim, RotaryInterleaved, RotaryPairs, ref {tape.Cosines!.At("first")}, ref sines);");
        }

        if (layer.QkNorm is not { } norm)
        {
            return;
        }

        string weight = $"ref Floats.At(ref operands.Weights, {projection.Name}NormOffset), QkNormEpsilon, ref operands.{projection.Name}NormGradient";
        string rows = $"ref {projected.Plain!.At("first")}, ref {gradients}, rows";
        string heads = $"{rows}, {projection.Heads}, HeadDim";
        const string Room = "ref operands.Region(RoomOffset)";
        code.Line(norm.Kind switch
        {
            QkNorm.Projection => $"ProjectionNorm.RootMeanSquareBackward({rows}, {projected.Run.Width}, {weight}, {Room});",
            QkNorm.HeadLayerNorm => $"ProjectionNorm.LayerNormBackward({heads}, {weight}, ref operands.{projection.Name}NormBiasGradient, {Room});",
            _ => $"HeadNorm.Backward({heads}, {weight}, {Room});",
        });
    }

    private void WriteSums(string dim) => code.Line($"""
        ref float sums = ref operands.Region(SumsOffset);
        MemoryMarshal.CreateSpan(ref sums, rows * OutputStride({dim})).Clear();
        """);

    private void WriteProjection(string gradients, string width, string weight, string dim) =>
        code.Line($"AddProjected(ref {gradients}, rows, {width}, {new WeightOperand(StoredNumber.Single, "operands.Weights", $"Transposed{weight}").All.Arguments}{dim}, ref sums);");

    private void WriteInputGroups(TapeRun inputs) => code.Line($"""
        ref float inputGroups = ref operands.Region(InputGroupsOffset);
        ref float gradientGroups = ref operands.Region(GradientGroupsOffset);
        Rows.ToGroups(ref {inputs.At("first")}, {inputs.Width}, rows, {inputs.Width}, ref inputGroups);
        """);

    private void WriteWeightGradients(string gradients, LayerProjection projection, bool biased)
    {
        PackedTensor packed = spec.Packed.First(tensor => tensor.Name == projection.Name + "Weight");
        code.Line($"Rows.ToGroups(ref {gradients}, {projection.OutputDim}, rows, {projection.OutputDim}, ref gradientGroups);");
        string field = $"operands.{LayerBackwardOperands.FieldOf(packed.Source)}";
        (string rows, string elements) = ("gradientGroups", "inputGroups");
        (string rowCount, string length) = (projection.OutputDim, projection.InputDim);
        int stride = packed.Inputs;
        long offset = (long)packed.FirstOutput * packed.Inputs;
        if (packed.Source.InputByOutput)
        {
            (rows, elements, rowCount, length) = (elements, rows, length, rowCount);
            (stride, offset) = (packed.Source.Outputs, packed.FirstOutput);
        }

        code.Call(
            WeightGradient.Create(plan.WeightGradient),
            ("rows", $"ref {rows}"), ("rowCount", rowCount), ("source", $"ref {elements}"), ("length", length), ("tokens", "rows"), ("gradient", $"ref {At(field, offset)}"), ("stride", $"{stride}"));
        if (biased)
        {
            PackedTensor bias = spec.Packed.First(tensor => tensor.Name == projection.Name + "Bias");
            code.Line($"RowGradients.AddRows(ref {gradients}, rows, {projection.OutputDim}, ref {At($"operands.{LayerBackwardOperands.FieldOf(bias.Source)}", bias.FirstOutput)});");
        }
    }

    private static string At(string gradient, long offset) => offset == 0 ? gradient : $"Floats.At(ref {gradient}, {offset})";
}
