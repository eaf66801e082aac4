using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the gradients of a transformer block: those of its parts by their kernels, the last part first, and of the norms and residual sums around them.</summary>
/// <param name="code">Takes the routine.</param>
/// <param name="spec">The block.</param>
internal sealed class BlockBackwardRoutine(KernelWriter code, BlockSpec spec)
{
    private const string StreamGradient = "streamGradient";
    private const string Scaled = "outputGradient";
    private const string OfNorm = "normGradient";
    private const string OfInputs = "inputGradient";
    private const string OfOthers = "otherGradient";

    private readonly BlockTensors tensors = new(spec, LayerTensors.OfSequences(spec.Attention));
    private readonly WeightGradients gradients = WeightGradients.Of(spec);

    private bool HasScale => spec.ResidualScale != 1;

    public static void Write(KernelWriter code, BlockSpec spec)
    {
        BlockBackwardRoutine routine = new(code, spec);
        code.Line("/// <summary>A tape of the block's own for so many tokens.</summary>");
        code.Line("public static LayerTape NewTape(int tokens) => new(tokens, TapedLength);");
        code.Line();
        routine.WriteLoad();
        code.Line();
        routine.WriteBackward();
        code.Line();
        routine.WriteSum();
    }

    /// <summary>Writes where the tokens before norms lie on the tape.</summary>
    public static void WriteConstants(KernelWriter code, BlockSpec spec)
    {
        code.Line();
        code.Line("// A tape, in floats of a token: what norms were given");
        string end = "0";
        foreach (string norm in BlockParts.TapedNorms(spec))
        {
            code.Line($"private const int {BlockParts.TapeOffset(norm)} = {end}; // [tokens, InputDim]");
            end = $"{BlockParts.TapeOffset(norm)} + InputDim";
        }

        code.Line($"private const int TapedLength = {end};");
        foreach (Axis axis in new BlockTensors(spec, LayerTensors.OfSequences(spec.Attention)).Contexts.SelectMany(static context => context.Axes).Where(static axis => !axis.IsCount))
        {
            code.Line($"private const int {axis.Code} = {axis.Length}; // of the context");
        }
    }

    /// <summary>Rows that Backward keeps beside the stream's gradient, as many each.</summary>
    public static IReadOnlyList<string> Copies(BlockSpec spec) =>
        [OfInputs, OfNorm, .. spec.ResidualScale == 1 ? Array.Empty<string>() : [Scaled], .. spec.Parallel ? [OfOthers] : Array.Empty<string>()];

    private static IEnumerable<string> Packs(BlockSpec spec) => spec.Parts.Select(static part => part.Parameter).Prepend("norms").Select(static name => $"AlignedFloats {name}");

    /// <summary>All tensors are checked before one is copied.</summary>
    private void WriteLoad()
    {
        code.Line("/// <summary>Copies changed weights of the block and of its parts over those before.</summary>");
        using (code.Block($"public static void LoadParts({string.Join(", ", [.. Packs(spec), .. BlockWeights.Of(spec).SelectMany(static part => part.Tensors).Select(static tensor => $"ReadOnlySpan<float> {tensor.Parameter}")])})"))
        {
            foreach (BlockWeights part in BlockWeights.Of(spec))
            {
                code.Line($"{part.Kernel}CheckTensors({part.Arguments});");
            }

            foreach (BlockWeights part in BlockWeights.Of(spec))
            {
                code.Line($"{part.Kernel}CopyTensors({part.Arguments}, {part.Packed});");
            }
        }
    }

    private Tensor[] Given => [.. tensors.OverPairs.SelectMany(static part => part.OverPairs)];

    private Tensor[] Results => [tensors.StreamGradient, .. tensors.ContextGradients, .. tensors.OverPairs.SelectMany(static part => part.BiasGradients)];

    private void WriteBackward()
    {
        IEnumerable<string> parameters = [.. Packs(spec), .. BlockCall.Tapes(spec), .. Given.Select(static tensor => tensor.Span), gradients.Spans, .. Results.Select(static tensor => tensor.Span)];
        code.Line("/// <summary>Gradients of weights, added to what is there, and, in place of that of the block's outputs, that of its inputs.</summary>");
        using (code.Block($"public static void Backward({string.Join(", ", parameters)})"))
        {
            WriteChecks();
            IReadOnlyList<string> copies = Copies(spec);
            code.Line($"using ScratchFrame frame = new({copies.Count}L * {StreamGradient}.Length);");
            for (int copy = 0; copy < copies.Count; copy++)
            {
                code.Line($"Span<float> {copies[copy]} = frame.Floats.Slice({BlockRoutine.Times(copy, $"{StreamGradient}.Length")}, {StreamGradient}.Length);");
            }

            foreach (string norm in BlockParts.TapedNorms(spec))
            {
                code.Line($"Span<float> {BlockParts.TapeOf(norm)} = MemoryMarshal.CreateSpan(ref tape.Run({BlockParts.TapeOffset(norm)}), {StreamGradient}.Length);");
            }

            WriteParts();
        }
    }

    private void WriteChecks()
    {
        code.Line("""
            LayerTape.RequireForward(tape);
            int tokens = tape.Count;
            """);
        Check.WriteExactly(code, tensors.StreamGradient);
        foreach ((string part, IReadOnlyList<Tensor> pairs, IReadOnlyList<Tensor> biasGradients) in tensors.OverPairs)
        {
            WritePairs(spec.Parts.First(candidate => candidate.Name == part), pairs, biasGradients);
        }

        if (spec.CrossAttention is not null)
        {
            code.Line($"int {tensors.Contexts[0].Count.Code} = {BlockCall.TapeOf("crossAttention")}.Sequences.OfContexts.Tokens;");
        }

        gradients.WriteLengths(code);
        foreach (Tensor gradient in tensors.ContextGradients)
        {
            Check.WriteRoom(code, gradient);
        }

        gradients.WriteApart(code, Given, Results);
        code.Line();
    }

    private void WritePairs(BlockPart part, IReadOnlyList<Tensor> pairs, IReadOnlyList<Tensor> biasGradients)
    {
        string batch = $"{BlockCall.TapeOf(part.Parameter)}.Sequences";
        string heads = $"{((AttentionSpec)part.Spec).Heads}";
        foreach (Tensor tensor in pairs)
        {
            SequenceEntries.WriteCheck(code, tensor, batch, heads);
        }

        foreach (Tensor gradient in biasGradients)
        {
            using (code.Block($"if (!{gradient.Name}.IsEmpty)"))
            {
                SequenceEntries.WriteCheck(code, gradient, batch, heads);
            }

            code.Line();
        }
    }

    private void WriteParts()
    {
        if (spec.Parallel)
        {
            WriteParallel();
            return;
        }

        foreach (BlockPart part in spec.Parts.Reverse())
        {
            code.Line();
            WritePart(part);
        }
    }

    private void WritePart(BlockPart part)
    {
        IReadOnlyList<string> norms = spec.Norms.Of(part.Name);
        switch (spec.Norms.Placement)
        {
            case NormPlacement.Pre:
                WriteBackward(part, WriteScaled(StreamGradient));
                WriteNorm(norms[0], OfInputs, OfNorm);
                WriteSum(StreamGradient, OfNorm);
                break;
            case NormPlacement.Post:
                WriteNorm(norms[0], StreamGradient, OfNorm);
                WriteBackward(part, WriteScaled(OfNorm));
                WriteSum(OfNorm, OfInputs);
                break;
            case NormPlacement.Sandwich:
                WriteNorm(norms[1], WriteScaled(StreamGradient), OfNorm);
                WriteBackward(part, OfNorm);
                WriteNorm(norms[0], OfInputs, OfNorm);
                WriteSum(StreamGradient, OfNorm);
                break;
            default:
                WriteNorm(norms[0], WriteScaled(StreamGradient), OfNorm);
                WriteBackward(part, OfNorm);
                WriteSum(StreamGradient, OfInputs);
                break;
        }
    }

    /// <summary>Both parts have the same gradient, and add theirs of the same stream.</summary>
    private void WriteParallel()
    {
        code.Line();
        string given = WriteScaled(StreamGradient);
        WriteBackward(spec.Parts[0], given);
        WriteNorm(spec.Norms.Of(spec.Parts[0].Name)[0], OfInputs, OfOthers);
        WriteBackward(spec.Parts[1], given);
        WriteNorm(spec.Norms.Of(spec.Parts[1].Name)[0], OfInputs, OfNorm);
        WriteSum(StreamGradient, OfOthers);
        WriteSum(StreamGradient, OfNorm);
    }

    /// <summary>The gradient of what a part gave, from that of what was added to the stream.</summary>
    private string WriteScaled(string gradient)
    {
        if (!HasScale)
        {
            return gradient;
        }

        code.Line($"{gradient}.CopyTo({Scaled});");
        code.Line($"Rows.Scale(ref MemoryMarshal.GetReference({Scaled}), {Scaled}.Length, ResidualScale);");
        return Scaled;
    }

    private void WriteBackward(BlockPart part, string given)
    {
        string[] pairs = [.. tensors.OverPairs.Where(others => others.Part == part.Name).SelectMany(static others => others.OverPairs).Select(static tensor => $"{tensor.Name}, ")];
        string[] results =
        [
            OfInputs,
            .. part.Name == "CrossAttention" ? tensors.ContextGradients.Select(static tensor => tensor.Name) : [],
            .. tensors.OverPairs.Where(others => others.Part == part.Name).SelectMany(static others => others.BiasGradients).Select(static tensor => tensor.Name),
        ];
        code.Line($"{KernelOf(part)}.Backward({part.Parameter}, {BlockCall.TapeOf(part.Parameter)}, {string.Concat(pairs)}{given}, {WeightGradients.Of(part).Arguments}, {string.Join(", ", results)});");
    }

    private static string KernelOf(BlockPart part) => (part.Spec is AttentionSpec attention ? new LayerBackwardSpec(attention).Type : new PerceptronBackwardSpec((PerceptronSpec)part.Spec).Type).KernelName;

    private void WriteNorm(string norm, string given, string destination)
    {
        string taped = BlockParts.TapeOf(spec.Parallel ? BlockParts.TapedNorms(spec)[0] : norm);
        string sums = spec.Norms.RootMeanSquare ? SumOf(norm) : $"{SumOf(norm)}, {(spec.Norms.Bias ? SumOf($"{norm}Bias") : "default")}";
        code.Line($"Normalization.{(spec.Norms.RootMeanSquare ? "RootMeanSquare" : "LayerNorm")}Backward({taped}, norms.Span.Slice({norm}Offset, InputDim), NormEpsilon, {given}, {destination}, {sums});");
    }

    private static string SumOf(string norm) => $"{Casing.Camel(norm)}Gradient";

    private void WriteSum(string first, string second) => code.Line($"Sum({first}, {second}, {StreamGradient});");

    private void WriteSum()
    {
        code.Line("/// <summary>sum = first + second.</summary>");
        using (code.Block("private static void Sum(Span<float> first, Span<float> second, Span<float> sum)"))
        {
            code.Line("Rows.Store(ref MemoryMarshal.GetReference(second), InputDim, second.Length / InputDim, InputDim, ref MemoryMarshal.GetReference(first), ref MemoryMarshal.GetReference(sum), InputDim);");
        }
    }
}
