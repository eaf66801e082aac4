using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Linear and feed-forward layers that learn: slopes in double, tapes, wrong spans, allocation, a task learned by heart, sabotage. Bits are with those of Forward.</summary>
public sealed class PerceptronLearningTests
{
    private static readonly LinearDeclaration Head = new(6, 5, Activation.Tanh) { Gradients = true };
    private static readonly LinearDeclaration WideHead = new(70, 85, Activation.Silu) { Gradients = true };
    private static readonly FeedForwardDeclaration Mixer = new(7, 12, 5, Activation.Silu, Gated: true) { Gradients = true };
    private static readonly FeedForwardDeclaration WideMixer = new(35, 600, 20, Activation.GeluTanh, Gated: true, FusedGateUp: true, WeightLayout: WeightLayout.InputByOutput) { Gradients = true };

    private static readonly IReadOnlyList<PerceptronDeclaration> Smooth =
    [
        Head,
        new LinearDeclaration(3, 9, Bias: false, WeightLayout: WeightLayout.InputByOutput) { Gradients = true },
        Mixer,
        new FeedForwardDeclaration(5, 8, 5, Activation.Gelu) { Gradients = true },
        new FeedForwardDeclaration(6, 9, 4, Activation.QuickGelu, Gated: true, Bias: false, FusedGateUp: true, WeightLayout: WeightLayout.InputByOutput) { Gradients = true },
        new FeedForwardDeclaration(4, 7, 3, Activation.None, Gated: true, FusedGateUp: true) { Gradients = true },
    ];

    private static readonly IReadOnlyList<PerceptronDeclaration> Wide = [WideHead, WideMixer];

    private static readonly Lazy<CompiledPerceptrons> Emitted = new(static () => CompiledPerceptrons.Compile([.. Smooth, .. Wide]));

    private static readonly Lazy<(CompiledPerceptrons Compiled, DeclarationCompiler Compiler)> Open = new(static () =>
    {
        DeclarationCompiler compiler = CompiledPerceptrons.Compiler(Wide);
        return (CompiledPerceptrons.Load(Wide, compiler, VectorChoice.LeaveOpen(compiler.EmittedSources)), compiler);
    });

    /// <summary>A loss Σ r · outputs, of a random r, in double: its slope by every input and weight, by differences.</summary>
    [Fact]
    public void GradientsAreSlopes() => Assert.All(Smooth, static declaration =>
    {
        const float Step = 1f / 512;
        PerceptronTrial trial = new(declaration, 4, 21);
        Dictionary<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        float[] inputs = trial.Inputs(DataKind.Ordinary);
        float[] slopes = trial.DestinationGradient(DataKind.Ordinary);
        Dictionary<string, float[]> gradients = tensors.ToDictionary(static tensor => tensor.Key, static tensor => new float[tensor.Value.Length]);
        gradients["inputs"] = new float[inputs.Length];
        ICompiledPerceptron layer = Emitted.Value.Find(declaration).Create(name => tensors[name]);
        object tape = layer.CreateTape(trial.Tokens);
        layer.Forward(inputs, tape, new float[slopes.Length]);
        layer.Backward(tape, slopes, name => gradients[name], gradients["inputs"]);

        double Loss() => new DoublePerceptron(declaration, tensors).Forward(inputs).Zip(slopes, static (output, slope) => output.Exact * slope).Sum();
        foreach ((string name, float[] numbers) in tensors.Append(new("inputs", inputs)))
        {
            double tolerance = 1e-4 * (1 + gradients[name].Select(Math.Abs).Append(0).Max());
            for (int index = 0; index < numbers.Length; index++)
            {
                float before = numbers[index];
                (float low, float high) = (before - Step, before + Step);
                numbers[index] = high;
                double rise = Loss();
                numbers[index] = low;
                rise -= Loss();
                numbers[index] = before;
                double slope = rise / ((double)high - low);
                Assert.True(Math.Abs(slope - gradients[name][index]) <= tolerance, $"{trial}, {name}[{index}]: the gradient is {gradients[name][index]}, the slope {slope}.");
            }
        }
    });

    /// <summary>Whatever the machine has.</summary>
    [Fact]
    public void EveryWidthGivesTheSameBits() => Assert.All(VectorChoice.Widths, static width => Assert.All(Wide, declaration =>
        Assert.All(Enum.GetValues<DataKind>(), kind => Assert.Empty(PerceptronBits.Differences(Open.Value.Compiled.In(width).Find(declaration), new PerceptronTrial(declaration, 133, 3), kind)))));

    [Fact]
    public void ATapeIsAskedForAndFilledFirst()
    {
        ICompiledPerceptron layer = Layer(Mixer);
        Dictionary<string, float[]> gradients = new PerceptronTrial(Mixer, 1, 1).Gradients(DataKind.Ordinary);
        Assert.Throws<ArgumentOutOfRangeException>("tokens", () => layer.CreateTape(-1));
        Assert.Throws<ArgumentOutOfRangeException>("tokens", () => layer.CreateTape(int.MaxValue));
        Assert.Throws<ArgumentNullException>("tape", () => layer.Forward(new float[7], null, new float[5]));
        Assert.Throws<ArgumentNullException>("tape", () => layer.Backward(null, new float[5], name => gradients[name], new float[7]));

        object tape = layer.CreateTape(2);
        Assert.Throws<InvalidOperationException>(() => layer.Backward(tape, [], name => gradients[name], []));
        float[] destination = new float[15];
        ArgumentException refusal = Assert.Throws<ArgumentException>("tape", () => layer.Forward(new float[21], tape, destination));
        Assert.StartsWith("tape has room for 2 tokens; inputs holds 3.", refusal.Message, StringComparison.Ordinal);
        Assert.All(destination, static element => Assert.Equal(0, element));

        layer.Forward([], tape, []);
        layer.Backward(tape, [], name => gradients[name], []);
        Assert.Equal(new PerceptronTrial(Mixer, 1, 1).Gradients(DataKind.Ordinary), gradients);
    }

    [Theory]
    [InlineData("destinationGradient", 9, "destinationGradient holds 9 elements; [2, 5] (tokens × output dim) needs 10.")]
    [InlineData("inputGradient", 13, "inputGradient holds 13 elements; [2, 7] (tokens × input dim) needs 14.")]
    [InlineData("gradients.Gate", 83, "gradients.Gate holds 83 elements; [12, 7] (hidden × inputs) needs 84.")]
    [InlineData("gradients.DownBias", 4, "gradients.DownBias holds 4 elements; [5] (outputs) needs 5.")]
    [InlineData("gradients.GateUp", 1, "gradients.GateUp holds 1 elements")]
    public void WrongSpansAreNamed(string parameter, int length, string words)
    {
        ICompiledPerceptron layer = Layer(Mixer);
        object tape = layer.CreateTape(2);
        layer.Forward(new float[14], tape, new float[10]);
        int Length(string name, int right) => name == parameter ? length : right;
        Dictionary<string, float[]> gradients = Mixer.Tensors.ToDictionary(static tensor => tensor.Name, tensor => new float[Length($"gradients.{tensor.Name}", tensor.Length)]);
        float[] inputGradient = new float[Length("inputGradient", 14)];
        float[] ones = [.. Enumerable.Repeat(1f, Length("destinationGradient", 10))];
        ArgumentException refusal = Assert.Throws<ArgumentException>(parameter, () => layer.Backward(tape, ones, name => gradients[name], inputGradient));
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
        Assert.All(gradients.Values.Append(inputGradient), static written => Assert.All(written, static element => Assert.Equal(0, element)));
    }

    [Fact]
    public void ResultsLieApart()
    {
        ICompiledPerceptron layer = Layer(Head);
        object tape = layer.CreateTape(1);
        layer.Forward(new float[6], tape, new float[5]);
        Memory<float> memory = new float[46];
        string Backward(int slopes, int inputs, int weight, int bias) => Assert.Throws<ArgumentException>(() => layer.Backward(
            tape, memory.Span.Slice(slopes, 5), name => name == "Weight" ? memory.Slice(weight, 30) : memory.Slice(bias, 5), memory.Span.Slice(inputs, 6))).ParamName!;
        Assert.Equal("inputGradient", Backward(slopes: 0, inputs: 4, weight: 11, bias: 41));
        Assert.Equal("gradients.Weight", Backward(slopes: 0, inputs: 40, weight: 4, bias: 35));
        Assert.Equal("gradients.Bias", Backward(slopes: 0, inputs: 5, weight: 11, bias: 4));
        Assert.Equal("gradients.Bias", Backward(slopes: 0, inputs: 5, weight: 11, bias: 40));
        Assert.Equal("inputGradient", Backward(slopes: 0, inputs: 36, weight: 11, bias: 41));
    }

    [Fact]
    public void WrongWeightsAreNotLoaded()
    {
        PerceptronTrial trial = new(Mixer, 3, 5);
        Dictionary<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        ICompiledPerceptron layer = Layer(Mixer);
        float[] before = Forward(layer, trial);
        float[] down = tensors["Down"];
        tensors["Down"] = new float[3];
        Assert.Throws<ArgumentException>("Down", () => layer.Load(name => tensors[name]));
        Assert.Equal(before, Forward(layer, trial));

        tensors["Down"] = down;
        layer.Load(name => tensors[name]);
        Assert.Equal(Forward(Emitted.Value.Find(Mixer).Create(name => tensors[name]), trial), Forward(layer, trial));
        Assert.NotEqual(before, Forward(layer, trial));
    }

    [Fact]
    public void StepsAllocateNothing() => Assert.All([.. Smooth, .. Wide], static declaration =>
    {
        PerceptronTrial trial = new(declaration, 140, 9);
        Dictionary<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        Dictionary<string, float[]> gradients = trial.Gradients(DataKind.Ordinary);
        ICompiledPerceptron layer = Emitted.Value.Find(declaration).Create(name => tensors[name]);
        object tape = layer.CreateTape(trial.Tokens);
        float[] inputs = trial.Inputs(DataKind.Ordinary);
        float[] slopes = trial.DestinationGradient(DataKind.Ordinary);
        Func<string, ReadOnlyMemory<float>> weights = name => tensors[name];
        Func<string, Memory<float>> sums = name => gradients[name];
        float[] outputs = new float[slopes.Length];
        float[] inputGradient = new float[inputs.Length];
        void Call()
        {
            layer.Forward(inputs, tape, outputs);
            layer.Backward(tape, slopes, sums, inputGradient);
            layer.Load(weights);
        }

        Call();
        Assert.Equal(0, FreshThread.Allocated(Call, () => AttentionScratch.Reserve(layer.WorkspaceBytes(trial.Tokens))));
    });

    [Fact]
    public void SixteenTokensAreLearnedByHeart() => Assert.All<PerceptronDeclaration>([Head with { InputDim = 20 }, Mixer with { HiddenDim = 40 }], static declaration =>
    {
        PerceptronTrial trial = new(declaration, 16, 13);
        DataFiller filler = new(77);
        Dictionary<string, float[]> tensors = declaration.Tensors.ToDictionary(static tensor => tensor.Name, tensor => Scaled(filler.Fill(DataKind.Ordinary, tensor.Length), 0.3f));
        Dictionary<string, float[][]> state = tensors.ToDictionary(static tensor => tensor.Key, static tensor => new[] { new float[tensor.Value.Length], new float[tensor.Value.Length], new float[tensor.Value.Length] });
        float[] inputs = trial.Inputs(DataKind.Ordinary);
        float[] targets = [.. Scaled(trial.DestinationGradient(DataKind.Ordinary), 0.3f).Select(MathF.Tanh)];
        ICompiledPerceptron layer = CompiledPerceptrons.Compile([declaration]).Find(declaration).Create(name => tensors[name]);
        object tape = layer.CreateTape(trial.Tokens);
        float[] outputs = new float[targets.Length];
        AdamW adam = new(weightDecay: 0);
        double first = 0;
        double loss = 0;
        for (int step = 0; step < 600; step++)
        {
            layer.Forward(inputs, tape, outputs);
            float[] slopes = [.. outputs.Zip(targets, static (output, target) => output - target)];
            loss = slopes.Sum(static slope => (double)slope * slope);
            first = step == 0 ? loss : first;
            state.Values.ToList().ForEach(static floats => Array.Clear(floats[0]));
            layer.Backward(tape, slopes, name => state[name][0], new float[inputs.Length]);
            adam.NextStep();
            foreach ((string name, float[] weights) in tensors)
            {
                adam.Update(weights, state[name][0], state[name][1], state[name][2], learningRate: 0.01f);
            }

            layer.Load(name => tensors[name]);
        }

        Assert.True(loss < first / 1000, $"{trial}: the loss was {first}, and is {loss} after 600 steps.");
    });

    [Theory]
    [InlineData("inputs are not on the tape", "Forward", "inputs.CopyTo(…); → ;")]
    [InlineData("each block of tokens has the first one's place on the tape", "ForwardTokens", "(nint)first * OutputDim → 0")]
    [InlineData("each part of hidden units goes to the first one's place", "ForwardBlock", "Floats.At(ref tapedHidden, unit) → tapedHidden")]
    [InlineData("gradients go through no activation", "DifferentiateBlock", "Activations.Backward(…); → ;")]
    [InlineData("hidden units lie apart", "DifferentiateBlock", "Rows.Close(…); → ;")]
    [InlineData("units are no products with gates", "DifferentiateBlock", "Rows.Multiply(ref units, ref hidden, rows * HiddenDim); → ;")]
    [InlineData("gradients of biases are forgotten", "DifferentiateBlock", "RowGradients.AddRows(…); → ;")]
    [InlineData("gradients of hidden units are those of gates", "DifferentiateBlock", "Floats.At(ref gateUpBiasGradient, HiddenDim) → gateUpBiasGradient")]
    [InlineData("each block of tokens is the first one", "DifferentiateTokens", "(nint)first * InputDim → 0")]
    [InlineData("gradients of inputs are the gates' alone", "DifferentiateBlock", "ProjectionBy16InBlocksGoingOn.ProjectionTile(…); → ;")]
    [InlineData("weights go the same way back", "CopyTensors", "WeightPacking.CopyTransposed(…); → ;")]
    public void EveryMistakeIsNoticed(string mistake, string step, string change)
    {
        DeclarationCompiler compiler = Open.Value.Compiler;
        IReadOnlyDictionary<string, string> sabotaged = new CodeChange(step, change).Apply(compiler.EmittedSources);
        Assert.True(sabotaged.Any(source => source.Value != compiler.EmittedSources[source.Key]), $"Nothing to sabotage: {mistake}");
        CompiledPerceptrons compiled = CompiledPerceptrons.Load(Wide, compiler, sabotaged);
        Assert.True(Wide.Any(declaration => PerceptronBits.Differences(compiled.Find(declaration), new PerceptronTrial(declaration, 140, 1), DataKind.Ordinary).Count > 0), $"Not noticed: {mistake}");
    }

    private static float[] Scaled(float[] numbers, float factor) => [.. numbers.Select(number => number * factor)];

    private static float[] Forward(ICompiledPerceptron layer, PerceptronTrial trial)
    {
        float[] outputs = new float[trial.Tokens * trial.Declaration.OutputDim];
        layer.Forward(trial.Inputs(DataKind.Ordinary), outputs);
        return outputs;
    }

    private static ICompiledPerceptron Layer(PerceptronDeclaration declaration)
    {
        Dictionary<string, float[]> tensors = new PerceptronTrial(declaration, 1, 1).Tensors(DataKind.Ordinary);
        return Emitted.Value.Find(declaration).Create(name => tensors[name]);
    }
}
