using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the way of tokens through a linear or feed-forward layer, block by block.</summary>
internal static class PerceptronRoutine
{
    public static void Write(KernelWriter code, PerceptronPlan plan)
    {
        WriteTokens(code, plan);
        code.Line();
        WriteBlock(code, plan);
        code.Line();
        ProjectRoutine.Write(code, plan.Projection, plan.Spec.Bias);
    }

    private static void WriteTokens(KernelWriter code, PerceptronPlan plan)
    {
        code.Line("/// <summary>Outputs of tokens block by block, added to a residual where there is one (its reference may be null).</summary>");
        string tape = plan.Backward is null ? "" : "LayerTape tape, ";
        using (code.Block($"private static void ForwardTokens(ref float weights, ref float inputs, int tokens, {tape}ref float residual, ref float destination)"))
        {
            code.Line("ref float block = ref MemoryMarshal.GetReference(Scratch.Rent(BlockLength));");
            using (code.Block("for (int first = 0; first < tokens; first += TokenBlock)"))
            {
                code.Line("""
                    int rows = Math.Min(TokenBlock, tokens - first);
                    ref float blockResidual = ref (Unsafe.IsNullRef(ref residual) ? ref residual : ref Floats.At(ref residual, (nint)first * OutputDim));
                    """);
                foreach (Region taped in Taped(plan))
                {
                    code.Line($"ref float {Tape(taped)} = ref (tape is null ? ref Unsafe.NullRef<float>() : ref Floats.At(ref tape.Run({plan.Tape.Offset(taped)}), (nint)first * {taped.Extent}));");
                }

                string tapes = string.Concat(Taped(plan).Select(static taped => $"ref {Tape(taped)}, "));
                code.Line($"ForwardBlock(ref weights, ref Floats.At(ref inputs, (nint)first * InputDim), rows, ref block, {tapes}ref blockResidual, ref Floats.At(ref destination, (nint)first * OutputDim));");
            }
        }
    }

    private static void WriteBlock(KernelWriter code, PerceptronPlan plan)
    {
        code.Line($"/// <summary>{(plan.Spec.HasHidden ? FeedForwardSummary(plan) : "Outputs of a block of tokens" + (plan.UnitChunk is null ? "." : ", some at a time."))}</summary>");
        string tapes = string.Concat(Taped(plan).Select(static taped => $"ref float {Tape(taped)}, "));
        using (code.Block($"private static void ForwardBlock(ref float weights, ref float inputs, int rows, ref float block, {tapes}ref float residual, ref float destination)"))
        {
            ScratchRegions.WriteLocals(code, plan.Block, plan.Block.Regions, "block");
            if (plan.Spec.HasHidden)
            {
                WriteFeedForward(code, plan);
            }
            else
            {
                WriteLinear(code, plan);
            }
        }
    }

    private static IEnumerable<Region> Taped(PerceptronPlan plan) => plan.Backward is null ? [] : plan.TapedUnits;

    private static string Tape(Region region) => $"taped{region.Title}";

    /// <summary>Stores what has been projected on the tape, where there is one.</summary>
    private static void WriteTape(KernelWriter code, PerceptronPlan plan, Units units, string rows)
    {
        foreach (Region region in Taped(plan).Where(region => region.Name == rows))
        {
            using (code.Block($"if (!Unsafe.IsNullRef(ref {Tape(region)}))"))
            {
                code.Line($"Rows.Store(ref {rows}, OutputStride({units.Count}), rows, {units.Count}, ref Unsafe.NullRef<float>(), ref {At(Tape(region), units.First)}, {region.Extent});");
            }

            code.Line();
        }
    }

    private static string FeedForwardSummary(PerceptronPlan plan) =>
        plan.UnitChunk is null ? "Outputs of a block of tokens." : "Outputs of a block of tokens, some hidden units at a time: each sum of an output goes on from one part to the next.";

    private static void WriteLinear(KernelWriter code, PerceptronPlan plan)
    {
        using (Chunks(code, plan, "output", out Units units))
        {
            code.Line($"// outputs = {Equation(plan.Spec.Activation, "weight · inputs" + Plus(plan))}");
            WriteProject(code, plan, "", units, "outputs");
            WriteActivate(code, plan.Spec, units, "outputs");
            string stride = plan.Spec.Activation == Activation.None ? $"OutputStride({units.Count})" : units.Count;
            string residual = units.First.Length == 0 ? "ref residual" : $"ref (Unsafe.IsNullRef(ref residual) ? ref residual : ref Floats.At(ref residual, {units.First}))";
            code.Line($"Rows.Store(ref outputs, {stride}, rows, {units.Count}, {residual}, ref {At("destination", units.First)}, OutputDim);");
        }
    }

    private static void WriteFeedForward(KernelWriter code, PerceptronPlan plan)
    {
        if (plan.Projection.AddsToOutputs)
        {
            code.Line("MemoryMarshal.CreateSpan(ref outputs, rows * OutputStride(OutputDim)).Clear();");
        }

        using (Chunks(code, plan, "unit", out Units units))
        {
            WriteHidden(code, plan, units);
            code.Line();
            code.Line($"// outputs {(plan.UnitChunk is null ? "=" : "+=")} down · hidden");
            WriteDown(code, plan, units);
        }

        code.Line();
        if (plan.Spec.Bias)
        {
            code.Line("Rows.AddBias(ref outputs, OutputStride(OutputDim), rows, ref Floats.At(ref weights, DownBiasOffset), OutputDim);");
        }

        code.Line("Rows.Store(ref outputs, OutputStride(OutputDim), rows, OutputDim, ref residual, ref destination, OutputDim);");
    }

    private static void WriteDown(KernelWriter code, PerceptronPlan plan, Units units)
    {
        WeightOperand down = new(plan.Projection.Element, "weights", "DownWeight");
        WeightReference weights = units.First.Length == 0 ? down.All : down.FromInput(units.First, "OutputStride(OutputDim)");
        code.Call(
            ProjectionTile.Create(plan.Projection),
            ("inputs", "ref hidden"), ("inputDim", units.Count), ("weight", weights.Weight), ("scale", weights.Scale), ("outputStride", "OutputStride(OutputDim)"));
    }

    private static void WriteHidden(KernelWriter code, PerceptronPlan plan, Units units)
    {
        PerceptronSpec spec = plan.Spec;
        if (!spec.Gated)
        {
            code.Line($"// hidden = {Equation(spec.Activation, "up · inputs" + Plus(plan))}");
            WriteProject(code, plan, "Up", units, "hidden");
            WriteActivate(code, spec, units, "hidden");
            return;
        }

        code.Line($"// hidden = {Equation(spec.Activation, "gate · inputs" + Plus(plan))} ∘ (up · inputs{Plus(plan)})");
        WriteProject(code, plan, "Gate", units, "gates");
        WriteProject(code, plan, "Up", units, "hidden");
        code.Line($"Rows.Gate(ref hidden, OutputStride({units.Count}), rows, {units.Count}, Activation.{spec.Activation}, ref gates);");
    }

    private static void WriteProject(KernelWriter code, PerceptronPlan plan, string name, Units units, string destination)
    {
        WeightOperand operand = new(plan.Projection.Element, "weights", name + "Weight");
        WeightReference weights = units.First.Length == 0 ? operand.All : operand.FromOutput(units.First, "InputDim");
        string bias = plan.Spec.Bias ? $"ref Floats.At(ref weights, {name}BiasOffset{(units.First.Length == 0 ? "" : $" + {units.First}")}), " : "";
        code.Line($"Project(ref inputs, rows, InputDim, {weights.Arguments}{bias}{units.Count}, ref {destination});");
        WriteTape(code, plan, units, destination);
    }

    // Rows of hidden units are inputs of the next product, and lie side by side for it.
    private static void WriteActivate(KernelWriter code, PerceptronSpec spec, Units units, string rows)
    {
        if (spec.Activation != Activation.None || spec.HasHidden)
        {
            code.Line($"Rows.Activate(ref {rows}, OutputStride({units.Count}), rows, {units.Count}, Activation.{spec.Activation});");
        }
    }

    /// <summary>The loop over parts of hidden units or outputs; a block without braces where one part is all.</summary>
    private static IDisposable? Chunks(KernelWriter code, PerceptronPlan plan, string first, out Units units)
    {
        string all = plan.Spec.HasHidden ? "HiddenDim" : "OutputDim";
        if (plan.UnitChunk is not { } chunk)
        {
            units = new("", all);
            return null;
        }

        units = new(first, "count");
        IDisposable loop = code.Block($"for (int {first} = 0; {first} < {all}; {first} += {chunk.Name})");
        code.Line($"int count = Math.Min({chunk.Name}, {all} - {first});");
        return loop;
    }

    private static string Equation(Activation activation, string argument) => activation == Activation.None ? argument : $"{activation}({argument})";

    private static string Plus(PerceptronPlan plan) => plan.Spec.Bias ? " + bias" : "";

    private static string At(string place, string offset) => offset.Length == 0 ? place : $"Floats.At(ref {place}, {offset})";

    /// <summary>Hidden units, or outputs, of one part, as emitted code spells them.</summary>
    /// <param name="First">The first of them, a variable; empty where one part is all.</param>
    /// <param name="Count">How many there are.</param>
    private sealed record Units(string First, string Count);
}
