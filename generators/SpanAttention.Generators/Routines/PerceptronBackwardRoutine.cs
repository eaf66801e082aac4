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
        code.Line("/// <summary>Gradients of a block of tokens: of what came before activations, of weights, and of inputs.</summary>");
        using (code.Block($"private static void DifferentiateBlock(ref float weights, {taped}int rows, ref float block, ref float destinationGradient, {gradients.Parameters}ref float inputGradient)"))
        {
            ScratchRegions.WriteLocals(code, plan.Block, plan.Block.Regions, "block");
            if (spec.HasHidden)
            {
                WriteFeedForward();
            }
            else
            {
                WriteLinear();
            }

            code.Line("Rows.Store(ref sums, OutputStride(InputDim), rows, InputDim, ref Unsafe.NullRef<float>(), ref inputGradient, InputDim);");
        }
    }

    private void WriteLinear()
    {
        Dim outputs = new(spec.Activation == Activation.None ? "destinationGradient" : "gradients", "OutputDim", "gradientGroups");
        if (spec.Activation != Activation.None)
        {
            code.Line($"""
                // gradients = destinationGradient ∘ {spec.Activation}′(weight · inputs{(spec.Bias ? " + bias" : "")})
                {Differentiate("outputs", "destinationGradient", "gradients", "OutputDim")}

                """);
        }

        code.Line($"// weightGradient += {outputs.Rows} · inputs");
        WriteGroups(Inputs);
        WriteWeightGradient("Weight", outputs, Inputs);
        code.Line();
        code.Line($"// inputGradient = weightᵀ · {outputs.Rows}");
        WriteProject("Weight", outputs, "InputDim", "sums");
    }

    private void WriteFeedForward()
    {
        Dim outputs = new("destinationGradient", "OutputDim", "gradientGroups");
        Dim units = new("unitGradients", "HiddenDim", "unitGroups");
        code.Line("// unitGradients = downᵀ · destinationGradient");
        WriteProject("DownWeight", outputs, "HiddenDim", "unitGradients");
        code.Line("Rows.Close(ref unitGradients, OutputStride(HiddenDim), rows, HiddenDim);");
        code.Line();
        WriteUnits();
        code.Line();
        code.Line("// downGradient += destinationGradient · units");
        WriteGroups(units with { Rows = "units" });
        WriteWeightGradient("Down", outputs, units with { Rows = "units" });
        code.Line();
        if (!spec.Gated)
        {
            code.Line($"{Differentiate("hidden", "unitGradients", "unitGradients", "HiddenDim")}");
            code.Line();
        }

        WriteInputs(units);
    }

    /// <summary>Hidden units again, from what is on the tape; with gates, both gradients, too.</summary>
    private void WriteUnits()
    {
        string function = $"Activation.{spec.Activation}";
        if (!spec.Gated)
        {
            code.Line($"""
                // units = {spec.Activation}(hidden)
                Activations.Apply({function}, {All("hidden", "HiddenDim")}, {All("units", "HiddenDim")});
                """);
            return;
        }

        code.Line($"""
            // gateGradients = unitGradients ∘ hidden ∘ {spec.Activation}′(gates),  unitGradients = unitGradients ∘ {spec.Activation}(gates),  units = {spec.Activation}(gates) ∘ hidden
            {All("hidden", "HiddenDim")}.CopyTo({All("gateGradients", "HiddenDim")});
            Rows.Multiply(ref gateGradients, ref unitGradients, rows * HiddenDim);
            {Differentiate("gates", "gateGradients", "gateGradients", "HiddenDim")}
            Activations.Apply({function}, {All("gates", "HiddenDim")}, {All("units", "HiddenDim")});
            Rows.Multiply(ref unitGradients, ref units, rows * HiddenDim);
            Rows.Multiply(ref units, ref hidden, rows * HiddenDim);
            """);
    }

    /// <summary>Gradients of the first weights, and of the inputs: one chain over gates, then over hidden units.</summary>
    private void WriteInputs(Dim units)
    {
        (string gate, string up, string first) = spec.FusedGateUp ? ("GateUp", "GateUp", "HiddenDim") : ("Gate", "Up", "0");
        WriteGroups(Inputs);
        if (spec.Gated)
        {
            Dim gates = units with { Rows = "gateGradients" };
            code.Line("// gateGradient += gateGradients · inputs,  inputGradient = gateᵀ · gateGradients");
            WriteWeightGradient(gate, gates, Inputs);
            WriteProject("GateWeight", gates, "InputDim", "sums");
            code.Line();
        }

        code.Line($"// upGradient += unitGradients · inputs,  inputGradient {(spec.Gated ? "+=" : "=")} upᵀ · unitGradients");
        WriteWeightGradient(up, units, Inputs, first);
        WriteProject("UpWeight", units, "InputDim", "sums", goesOn: spec.Gated);
    }

    private static Dim Inputs => new("inputs", "InputDim", "inputGroups");

    private void WriteGroups(Dim dim) => code.Line($"Rows.ToGroups(ref {dim.Rows}, {dim.Name}, rows, {dim.Name}, ref {dim.Groups});");

    /// <summary>Adds what a block brings to a weight tensor and its bias. Rows of the tensor are outputs or, where it is declared so, inputs, which are in groups already.</summary>
    private void WriteWeightGradient(string name, Dim outputs, Dim inputs, string first = "0")
    {
        WeightTensor tensor = spec.Weights.Single(tensor => tensor.Name == name);
        string stride = spec.InputByOutput ? $"{tensor.Outputs}" : inputs.Name;
        string start = spec.InputByOutput || first == "0" ? first : $"{first} * {inputs.Name}";
        (Dim rows, Dim elements) = spec.InputByOutput ? (inputs, outputs) : (outputs, inputs);
        WriteGroups(outputs);
        code.Call(
            WeightGradient.Create(plan.WeightGradient),
            ("rows", $"ref {rows.Groups}"), ("rowCount", rows.Name), ("source", $"ref {elements.Groups}"), ("length", elements.Name), ("tokens", "rows"), ("gradient", At(tensor.GradientParameter, start)), ("stride", stride));
        if (spec.Bias)
        {
            string bias = spec.Weights.Single(tensor => tensor.Name == (name == "Weight" ? "Bias" : $"{name}Bias")).GradientParameter;
            code.Line($"RowGradients.AddRows(ref {outputs.Rows}, rows, {outputs.Name}, {At(bias, first)});");
        }
    }

    private void WriteProject(string weight, Dim gradients, string outputDim, string destination, bool goesOn = false)
    {
        WeightReference weights = new WeightOperand(StoredNumber.Single, "weights", $"Transposed{weight}").All;
        if (goesOn)
        {
            code.Call(
                ProjectionTile.Create(plan.Layer.Projection),
                ("inputs", $"ref {gradients.Rows}"), ("inputDim", gradients.Name), ("weight", weights.Weight), ("outputStride", $"OutputStride({outputDim})"), ("outputs", $"ref {destination}"));
            return;
        }

        code.Line($"Project(ref {gradients.Rows}, rows, {gradients.Name}, {weights.Arguments}{outputDim}, ref {destination});");
    }

    private string Differentiate(string arguments, string given, string result, string dim) => $"Activations.Backward(Activation.{spec.Activation}, {All(arguments, dim)}, {All(given, dim)}, {All(result, dim)});";

    private static string All(string rows, string dim) => $"MemoryMarshal.CreateSpan(ref {rows}, rows * {dim})";

    private static string At(string place, string offset) => offset == "0" ? $"ref {place}" : $"ref Floats.At(ref {place}, {offset})";

    /// <summary>Numbers of a token, in rows and in groups.</summary>
    /// <param name="Rows">The variable that refers to the first row.</param>
    /// <param name="Name">How many there are, a constant.</param>
    /// <param name="Groups">The variable that refers to the first group.</param>
    private sealed record Dim(string Rows, string Name, string Groups);
}
