using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Transformer blocks that learn: the scalar references of their parts put together, bit for bit; slopes, tapes, wrong spans, allocation, a task by heart, sabotage.</summary>
public sealed class BlockLearningTests(ITestOutputHelper output)
{
    private const int Count = 16;

    // Across a block of 64 tokens, one of 128, and a sequence without tokens, with and without a context.
    private static readonly int[] Lengths = [3, 0, 61, 1, 66];
    private static readonly int[] ContextLengths = [65, 3, 1, 0, 5];

    private static readonly BlockDeclaration Encoder = new(
        new LayerDeclaration { InputDim = 12, OutputDim = 12, HeadDim = 4, Heads = 3, KeyValueHeads = 1, Causal = true }, new FeedForwardDeclaration(12, 20, 12))
    {
        Gradients = true,
        ResidualScale = 0.5,
    };

    private static readonly BlockDeclaration Decoder = Encoder with
    {
        Cross = new() { InputDim = 12, ContextDim = 5, HeadDim = 2, Heads = 4, KeyValueHeads = 2, Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.QueryKeys },
    };

    private static readonly IReadOnlyList<BlockTrial> Samples =
    [
        Trial(Encoder with { Parallel = true }),
        .. Enum.GetValues<NormPlacement>().Select(static placement => Trial(Encoder with { NormPlacement = placement, ResidualScale = placement == NormPlacement.Post ? 1 : 0.5 })),
        .. Enum.GetValues<NormPlacement>().Select(static placement => Trial(Decoder with { NormPlacement = placement })),
        .. RunSeed.Sample(BlockTrial.Learning, Count, 13),
    ];

    private static readonly Lazy<CompiledBlocks> Emitted = new(static () => CompiledBlocks.Compile(Samples.Select(static trial => trial.Declaration)));

    [Fact]
    public void GradientsEqualReference() => TrialReport.Check(output, RunShare.Of(Samples), static (trial, kind) => BlockBackwardBits.Differences(Emitted.Value.Find(trial.Declaration), trial, kind));

    [Fact]
    public void GradientsOfSequencesEqualReference() => TrialReport.Check(
        output,
        [.. RunShare.Of(Samples).Where(static trial => trial.Declaration.Attention.SequenceLength is null)],
        static (trial, kind) => BlockBackwardBits.Differences(Emitted.Value.Find(trial.Declaration), trial, kind, Lengths, ContextLengths));

    [Fact]
    public void BlocksWithGradientsEqualReference() => TrialReport.Check(output, RunShare.Of(Samples), static (trial, kind) => BlockDifferences.Of(Emitted.Value.Find(trial.Declaration), trial, kind));

    /// <summary>A loss Σ r · stream, of a random r: its slope by every input and weight, by differences of the reference.</summary>
    [Fact]
    public void GradientsAreSlopes() => Assert.All(Samples.Take(9), static trial =>
    {
        const float Step = 1f / 256;
        const double Tolerance = 1.0 / 500;
        LayerInputs inputs = trial.Inputs(DataKind.Ordinary);
        LayerInputs? context = trial.Cross?.Inputs(DataKind.Ordinary);
        Dictionary<string, float[]> tensors = SmallTensors(trial);
        Dictionary<string, float[]> gradients = tensors.ToDictionary(static tensor => tensor.Key, static tensor => new float[tensor.Value.Length]);
        float[] slopes = new DataFiller(3).Fill(DataKind.Ordinary, inputs.Inputs.Length);
        BlockGradients results = new([.. inputs.Inputs], [.. slopes], new float[context?.KeyInputs.Length ?? 0], new float[inputs.Bias.Length], new float[context?.Bias.Length ?? 0]);
        ICompiledBlock block = Emitted.Value.Find(trial.Declaration).Create(name => tensors.TryGetValue(name, out float[]? tensor) ? tensor : default);
        object tape = block.CreateTape(inputs.QueryLength, context?.KeyLength ?? 0);
        LayerOperands operands = LayerOperands.Of(inputs, context);
        block.Forward(results.Outputs, operands, tape);
        block.Backward(tape, operands, name => gradients[name], results);

        (string Name, float[] Numbers, float[] Gradient)[] all =
        [
            .. tensors.Select(tensor => (tensor.Key, tensor.Value, gradients[tensor.Key])),
            ("stream", inputs.Inputs, results.Stream),
            ("context", context?.KeyInputs ?? [], results.Context),
            ("bias", inputs.Bias, results.Bias),
            ("context bias", context?.Bias ?? [], results.ContextBias),
        ];
        Assert.All(all.Where(static tensor => tensor.Gradient.Length > 0), tensor =>
        {
            double tolerance = Tolerance * (1 + tensor.Gradient.Max(Math.Abs));
            for (int index = 0; index < tensor.Numbers.Length; index += 1 + (tensor.Numbers.Length / 12))
            {
                if (float.IsInfinity(tensor.Numbers[index]))
                {
                    continue; // a bias that hides
                }

                float before = tensor.Numbers[index];
                (float low, float high) = (before - Step, before + Step);
                double slope = (LossAt(high) - LossAt(low)) / ((double)high - low);
                tensor.Numbers[index] = before;
                Assert.True(Math.Abs(slope - tensor.Gradient[index]) <= tolerance, $"{trial}, {tensor.Name}[{index}]: the gradient is {tensor.Gradient[index]}, the slope {slope}.");

                double LossAt(float number)
                {
                    tensor.Numbers[index] = number;
                    return Reference(trial, tensors).Forward(inputs, context).Zip(slopes, static (one, weight) => (double)one * weight).Sum();
                }
            }
        });
    });

    [Fact]
    public void ATapeIsAskedForAndFilledFirst()
    {
        BlockTrial trial = Trial(Decoder);
        ICompiledBlock block = Create(trial);
        LayerOperands operands = OperandsOf(trial);
        BlockGradients results = ResultsOf(trial);
        Dictionary<string, float[]> gradients = trial.Gradients(DataKind.Ordinary);
        float[] stream = trial.Inputs(DataKind.Ordinary).Inputs;
        float[] before = [.. stream];
        Assert.Throws<ArgumentOutOfRangeException>("tokens", () => block.CreateTape(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("contextTokens", () => block.CreateTape(1, -1));
        Assert.Throws<ArgumentNullException>("tape", () => block.Forward(stream, operands, (object?)null));
        Assert.Throws<ArgumentNullException>("tape", () => block.Backward(null, operands, name => gradients[name], results));
        Assert.Throws<InvalidOperationException>(() => block.Backward(block.CreateTape(9, 7), operands, name => gradients[name], results));
        ArgumentException refusal = Assert.Throws<ArgumentException>("tape", () => block.Forward(stream, operands, block.CreateTape(8, 7)));
        Assert.StartsWith("tape has room for 8 tokens; stream holds 9.", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>("tape", () => block.Forward(stream, operands, block.CreateTape(9, 6)));
        Assert.StartsWith("tape has room for 6 context tokens; context holds 7.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, stream);
        Assert.Equal(trial.Gradients(DataKind.Ordinary), gradients);
    }

    [Theory]
    [InlineData("streamGradient", "streamGradient holds 107 elements; [9, 12] (tokens × input dim) needs 108.")]
    [InlineData("contextGradient", "contextGradient holds 34 elements; [7, 5] (tokens × context dim) needs 35.")]
    [InlineData("contextMask", "contextMask holds 251 elements; [4, 9, 7] (heads × query tokens × key tokens) needs 252.")]
    [InlineData("contextBiasGradient", "contextBiasGradient holds 62 elements; [9, 7] (query tokens × key tokens) needs 63.")]
    [InlineData("gradients.AttentionNorm", "gradients.AttentionNorm holds 11 elements; [12] (input dim) needs 12.")]
    [InlineData("gradients.CrossAttention.Key", "gradients.CrossAttention.Key holds 19 elements; [4, 5] (outputs × inputs) needs 20.")]
    [InlineData("gradients.FeedForward.Down", "gradients.FeedForward.Down holds 239 elements; [12, 20] (outputs × inputs) needs 240.")]
    public void WrongSpansAreNamedBeforeAnythingIsWritten(string parameter, string words)
    {
        BlockTrial trial = Trial(Decoder);
        ICompiledBlock block = Create(trial);
        LayerOperands operands = OperandsOf(trial);
        object tape = block.CreateTape(9, 7);
        block.Forward(trial.Inputs(DataKind.Ordinary).Inputs, operands, tape);
        Dictionary<string, float[]> gradients = trial.Gradients(DataKind.Ordinary).ToDictionary(static tensor => tensor.Key, tensor => Zeros($"gradients.{tensor.Key}", tensor.Value.Length));
        BlockGradients right = ResultsOf(trial);
        BlockGradients results = new([], Zeros("streamGradient", right.Stream.Length), Zeros("contextGradient", right.Context.Length), [], Zeros("contextBiasGradient", right.ContextBias.Length));
        LayerOperands given = parameter == "contextMask" ? operands with { ContextMask = operands.ContextMask[1..] } : operands;
        ArgumentException refusal = Assert.Throws<ArgumentException>(parameter, () => block.Backward(tape, given, name => gradients[name], results));
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
        Assert.All(gradients.Values.Concat([results.Stream, results.Context, results.ContextBias]), static written => Assert.All(written, static element => Assert.Equal(0, element)));

        float[] Zeros(string name, int length) => new float[name == parameter ? length - 1 : length];
    }

    [Fact]
    public void ResultsLieApart()
    {
        BlockTrial trial = Trial(Encoder with { ResidualScale = 0.5, NormPlacement = NormPlacement.Pre });
        ICompiledBlock block = Create(trial);
        LayerOperands operands = OperandsOf(trial);
        object tape = block.CreateTape(9, 0);
        block.Forward(trial.Inputs(DataKind.Ordinary).Inputs, operands, tape);
        Dictionary<string, float[]> gradients = trial.Gradients(DataKind.Ordinary);
        Memory<float> shared = new float[200];
        string Refusal(string one, string other) => Assert.Throws<ArgumentException>(() => block.Backward(
            tape, operands, name => name == one || name == other ? shared[..gradients[name].Length] : gradients[name], ResultsOf(trial))).ParamName!;
        Assert.Equal("gradients.FeedForward.DownBias", Refusal("Attention.Output", "FeedForward.DownBias"));
        Assert.Equal("gradients.Attention.OutputBias", Refusal("Attention.OutputBias", "FeedForwardNorm"));
        Assert.Equal(trial.Gradients(DataKind.Ordinary), gradients);
    }

    [Fact]
    public void WrongWeightsAreNotLoaded()
    {
        BlockTrial trial = Trial(Decoder);
        ICompiledBlock block = Create(trial);
        LayerOperands operands = OperandsOf(trial);
        float[] before = Stream(block);
        Func<string, float[]> changed = name => [.. trial.Tensors(DataKind.Ordinary)(name).Select(static weight => weight * 0.5f)];
        Assert.Throws<ArgumentException>("Down", () => block.Load(name => name == "FeedForward.Down" ? new float[3] : changed(name)));
        Assert.Equal(before, Stream(block));
        block.Load(name => changed(name));
        Assert.Equal(Stream(Emitted.Value.Find(trial.Declaration).Create(name => changed(name))), Stream(block));
        Assert.NotEqual(before, Stream(block));

        float[] Stream(ICompiledBlock of)
        {
            float[] stream = trial.Inputs(DataKind.Ordinary).Inputs;
            of.Forward(stream, operands);
            return stream;
        }
    }

    [Fact]
    public void StepsAllocateNothing() => Assert.All(Samples.Take(9), static trial =>
    {
        ICompiledBlock block = Create(trial);
        LayerOperands operands = OperandsOf(trial);
        BlockGradients results = ResultsOf(trial);
        Dictionary<string, float[]> gradients = trial.Gradients(DataKind.Ordinary);
        Dictionary<string, float[]> tensors = gradients.ToDictionary(static tensor => tensor.Key, tensor => trial.Tensors(DataKind.Ordinary)(tensor.Key));
        Func<string, Memory<float>> sums = name => gradients[name];
        Func<string, ReadOnlyMemory<float>> weights = name => tensors.TryGetValue(name, out float[]? tensor) ? tensor : default;
        float[] stream = trial.Inputs(DataKind.Ordinary).Inputs;
        object tape = block.CreateTape(9, 7);
        void Call()
        {
            block.Forward(stream, operands, tape);
            block.Backward(tape, operands, sums, results);
            block.Load(weights);
        }

        Call();
        Assert.Equal(0, FreshThread.Allocated(Call, () => AttentionScratch.Reserve(block.WorkspaceBytes(9, 7))));
    });

    [Fact]
    public void NineTokensAreLearnedByHeart() => Assert.All(Samples.Take(9), static trial =>
    {
        const int Steps = 300;
        LayerOperands operands = OperandsOf(trial);
        float[] inputs = trial.Inputs(DataKind.Ordinary).Inputs;
        float[] targets = [.. new DataFiller(9).Fill(DataKind.Ordinary, inputs.Length).Select(MathF.Tanh)];
        Dictionary<string, float[]> tensors = SmallTensors(trial);
        Dictionary<string, float[][]> state = tensors.ToDictionary(static tensor => tensor.Key, static tensor => new[] { new float[tensor.Value.Length], new float[tensor.Value.Length], new float[tensor.Value.Length] });
        ReadOnlyMemory<float> Weights(string name) => tensors.TryGetValue(name, out float[]? tensor) ? tensor : default;
        ICompiledBlock block = Emitted.Value.Find(trial.Declaration).Create(Weights);
        object tape = block.CreateTape(9, 7);
        AdamW adam = new(weightDecay: 0);
        double first = 0;
        double loss = 0;
        for (int step = 0; step < Steps; step++)
        {
            float[] stream = [.. inputs];
            block.Forward(stream, operands, tape);
            BlockGradients results = ResultsOf(trial);
            stream.Zip(targets, static (output, target) => output - target).ToArray().CopyTo(results.Stream, 0);
            loss = results.Stream.Sum(static slope => (double)slope * slope);
            first = step == 0 ? loss : first;
            state.Values.ToList().ForEach(static floats => Array.Clear(floats[0]));
            block.Backward(tape, operands, name => state[name][0], results);
            adam.NextStep();
            foreach ((string name, float[] weights) in tensors)
            {
                adam.Update(weights, state[name][0], state[name][1], state[name][2], learningRate: 0.02f);
            }

            block.Load(Weights);
        }

        Assert.True(loss < first / 50, $"{trial}: the loss was {first}, and is {loss} after {Steps} steps.");
    });

    [Theory]
    [InlineData("tokens before a norm are not on the tape", "Forward", "stream.CopyTo(tapedFeedForwardNorm); → ;")]
    [InlineData("the gradient that goes on is forgotten", "Backward", "Sum(streamGradient, normGradient, streamGradient); → normGradient.CopyTo(streamGradient);")]
    [InlineData("gradients of parts are not scaled", "Backward", "Rows.Scale(…); → ;")]
    [InlineData("a norm has the tokens of another", "Backward", "Normalization.LayerNormBackward(tapedCrossAttentionNorm, …) → Normalization.LayerNormBackward(tapedAttentionNorm, …)")]
    [InlineData("a norm has the weights of another", "Backward", "CrossAttentionNormOffset → AttentionNormOffset")]
    [InlineData("weights of a part are not loaded", "LoadParts", "…CrossAttentionKernel.CopyTensors(…); → ;")]
    public void EveryMistakeIsNoticed(string mistake, string step, string change)
    {
        BlockDeclaration declaration = Decoder with { NormPlacement = NormPlacement.Pre };
        DeclarationCompiler compiler = CompiledBlocks.Compiler([declaration]);
        IReadOnlyDictionary<string, string> sabotaged = new CodeChange(step, change).Apply(compiler.EmittedSources);
        Assert.True(sabotaged.Any(source => source.Value != compiler.EmittedSources[source.Key]), $"Nothing to sabotage: {mistake}");
        CompiledBlocks compiled = CompiledBlocks.Load(declaration, compiler, sabotaged);
        Assert.NotEmpty(BlockBackwardBits.Differences(compiled.Find(declaration), Trial(declaration), DataKind.Ordinary));
    }

    private static CanonicalBlock Reference(BlockTrial trial, Dictionary<string, float[]> tensors)
    {
        LayerTensors attention = trial.AttentionTensors(DataKind.Ordinary);
        LayerTensors? cross = trial.Cross?.Tensors(DataKind.Ordinary);
        foreach ((string name, float[] tensor) in tensors)
        {
            (LayerTensors? of, string own) = name.StartsWith("Attention.", StringComparison.Ordinal) ? (attention, name["Attention.".Length..]) : name.StartsWith("CrossAttention.", StringComparison.Ordinal) ? (cross, name["CrossAttention.".Length..]) : (null, name);
            if (of is not null)
            {
                tensor.CopyTo(of.Of(own), 0);
            }
        }

        const string FeedForward = "FeedForward.";
        return new(
            CanonicalArithmetic.Running,
            trial.Declaration,
            attention,
            cross,
            tensors.Where(static tensor => tensor.Key.StartsWith(FeedForward, StringComparison.Ordinal)).ToDictionary(static tensor => tensor.Key[FeedForward.Length..], static tensor => tensor.Value),
            tensors);
    }

    /// <summary>Weights as they might be at first, so that activations and softmax are in their steep parts.</summary>
    private static Dictionary<string, float[]> SmallTensors(BlockTrial trial)
    {
        Func<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        return trial.Gradients(DataKind.Ordinary).ToDictionary(static tensor => tensor.Key, tensor => tensors(tensor.Key).Select(weight => weight * (tensor.Key.EndsWith("Norm", StringComparison.Ordinal) ? 1 : 0.3f)).ToArray());
    }

    private static LayerOperands OperandsOf(BlockTrial trial) => LayerOperands.Of(trial.Inputs(DataKind.Ordinary), trial.Cross?.Inputs(DataKind.Ordinary));

    private static BlockGradients ResultsOf(BlockTrial trial)
    {
        LayerInputs inputs = trial.Inputs(DataKind.Ordinary);
        LayerInputs? context = trial.Cross?.Inputs(DataKind.Ordinary);
        return new([], new float[inputs.Inputs.Length], new float[context?.KeyInputs.Length ?? 0], new float[inputs.Bias.Length], new float[context?.Bias.Length ?? 0]);
    }

    private static ICompiledBlock Create(BlockTrial trial)
    {
        Func<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        return Emitted.Value.Find(trial.Declaration).Create(name => tensors(name));
    }

    private static BlockTrial Trial(BlockDeclaration declaration) => new(declaration, new LayerTrial(declaration.Attention, 9, 9, 9, 4), [])
    {
        Cross = declaration.Cross is { } cross ? new LayerTrial(cross.Layer, 9, 7, 7, 5) : null,
    };
}
