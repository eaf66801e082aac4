using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Linear and feed-forward layers: the scalar reference bit for bit, double within a bound, wrong spans, allocation, sabotage.</summary>
public sealed class PerceptronTests(ITestOutputHelper output)
{
    private const int Count = 40;

    private static readonly LinearDeclaration Head = new(5, 7, Activation.Tanh);
    private static readonly FeedForwardDeclaration Mixer = new(6, 10, 4);
    private static readonly FeedForwardDeclaration LearningMixer = new(20, 45, 37, Activation.Silu, Gated: true, FusedGateUp: true, WeightLayout: WeightLayout.InputByOutput) { Gradients = true };
    private static readonly LinearDeclaration Learner = new(35, 70, Activation.Silu) { Gradients = true };
    private static readonly FeedForwardDeclaration Sabotaged = new(70, 530, 35, Activation.Silu, Gated: true);
    private static readonly LinearDeclaration SabotagedHead = new(70, 530, Activation.Gelu);
    private static readonly IReadOnlyList<PerceptronTrial> Samples = [new(Head, 3, 5), new(Mixer, 70, 6), new(Learner, 170, 7), new(LearningMixer, 140, 8), .. RunSeed.Sample(PerceptronTrial.Random, Count, 11)];

    private static readonly Lazy<CompiledPerceptrons> Emitted = new(static () => CompiledPerceptrons.Compile(Samples.Select(static trial => trial.Declaration)));

    private static readonly Lazy<CompiledPerceptrons> Open = new(static () =>
    {
        PerceptronDeclaration[] declarations = [Sabotaged, SabotagedHead];
        DeclarationCompiler compiler = CompiledPerceptrons.Compiler(declarations);
        return CompiledPerceptrons.Load(declarations, compiler, VectorChoice.LeaveOpen(compiler.EmittedSources));
    });

    [Fact]
    public void EqualsReference() => TrialReport.Check(output, RunShare.Of(Samples), static (trial, kind) => PerceptronBits.Differences(Emitted.Value.Find(trial.Declaration), trial, kind));

    /// <summary>Whatever the machine has.</summary>
    [Fact]
    public void EveryWidthGivesTheSameBits() => Assert.All(VectorChoice.Widths, static width => Assert.All<PerceptronDeclaration>([Sabotaged, SabotagedHead], declaration =>
        Assert.All(Enum.GetValues<DataKind>(), kind => Assert.Empty(PerceptronBits.Differences(Open.Value.In(width).Find(declaration), new PerceptronTrial(declaration, 11, 3), kind)))));

    [Fact]
    public void IsWithinItsBoundOfDouble()
    {
        foreach (PerceptronTrial trial in Samples)
        {
            Dictionary<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
            float[] inputs = trial.Inputs(DataKind.Ordinary);
            (double Exact, double Bound)[] outputs = [.. new DoublePerceptron(trial.Declaration, tensors).Forward(inputs)];
            foreach (CanonicalArithmetic arithmetic in new[] { CanonicalArithmetic.Fused, CanonicalArithmetic.Separate })
            {
                float[] canonical = new CanonicalPerceptron(arithmetic, trial.Declaration, tensors).Forward(inputs);
                Assert.All(canonical.Zip(outputs), pair => Assert.True(Math.Abs(pair.First - pair.Second.Exact) <= pair.Second.Bound, $"{trial}: {pair.First}, exactly {pair.Second.Exact}, bound {pair.Second.Bound}"));
            }
        }
    }

    [Fact]
    public void WeightsOfAnOutputComeBack()
    {
        foreach (WeightLayout layout in Enum.GetValues<WeightLayout>())
        {
            LinearDeclaration declaration = new(9, 37, Bias: false, WeightLayout: layout);
            float[] weight = [.. Enumerable.Range(0, 9 * 37).Select(static index => (float)index)];
            ICompiledPerceptron layer = CompiledPerceptrons.Compile([declaration]).Find(declaration).Create(name => name == "Weight" ? weight : default);
            float[] row = Bits.NewDestination(9);
            for (int o = 0; o < 37; o++)
            {
                layer.CopyWeights(o, row);
                Assert.Null(Bits.Difference($"output {o}", [.. Enumerable.Range(0, 9).Select(x => weight[layout == WeightLayout.OutputByInput ? (o * 9) + x : (x * 37) + o])], row));
            }

            Assert.Throws<ArgumentOutOfRangeException>("output", () => layer.CopyWeights(37, row));
            Assert.Throws<ArgumentOutOfRangeException>("output", () => layer.CopyWeights(-1, row));
            Assert.Throws<ArgumentException>("destination", () => layer.CopyWeights(0, row.AsSpan(0, 8)));
        }
    }

    [Theory]
    [InlineData("inputs", 13, "inputs holds 13 elements; [tokens, 6] (tokens × input dim) needs a multiple of 6.")]
    [InlineData("residual", 7, "residual holds 7 elements; [2, 4] (tokens × output dim) needs 8.")]
    [InlineData("destination", 7, "destination holds 7 elements; [2, 4] (tokens × output dim) needs 8.")]
    public void WrongSpansAreNamed(string parameter, int length, string words)
    {
        ICompiledPerceptron layer = Layer(Mixer);
        int Length(string name, int right) => name == parameter ? length : right;
        float[] destination = new float[Length("destination", 8)];
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => layer.ForwardAdd(new float[Length("inputs", 12)], new float[Length("residual", 8)], destination));
        Assert.Equal(parameter, refusal.ParamName);
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
        Assert.All(destination, static element => Assert.Equal(0, element));
    }

    [Theory]
    [InlineData("Up", 59, "Up holds 59 elements; [10, 6] (hidden × inputs) needs 60.")]
    [InlineData("Down", 41, "Down holds 41 elements; [4, 10] (outputs × inputs) needs 40.")]
    [InlineData("UpBias", 4, "UpBias holds 4 elements; [10] (hidden) needs 10.")]
    [InlineData("Gate", 60, "Gate holds 60 elements")]
    public void WrongWeightsAreNamed(string tensor, int length, string words)
    {
        Dictionary<string, float[]> tensors = new PerceptronTrial(Mixer, 1, 1).Tensors(DataKind.Ordinary);
        tensors[tensor] = new float[length];
        ArgumentException refusal = Assert.Throws<ArgumentException>(tensor, () => Emitted.Value.Find(Mixer).Create(name => tensors[name]));
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ResultsMayTakeTheResidualsPlaceAndNoOther()
    {
        ICompiledPerceptron layer = Layer(Mixer);
        float[] memory = new float[40];
        Assert.Throws<ArgumentException>("destination", () => layer.Forward(memory.AsSpan(0, 12), memory.AsSpan(11, 8)));
        Assert.Throws<ArgumentException>("destination", () => layer.ForwardAdd(memory.AsSpan(0, 12), new float[8], memory.AsSpan(4, 8)));
        Assert.Throws<ArgumentException>("destination", () => layer.ForwardAdd(new float[12], memory.AsSpan(0, 8), memory.AsSpan(1, 8)));
        Assert.All(memory, static element => Assert.Equal(0, element));
    }

    [Fact]
    public void CallsAllocateNothing()
    {
        foreach (PerceptronTrial trial in Samples.Take(10))
        {
            Dictionary<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
            ICompiledPerceptron layer = Emitted.Value.Find(trial.Declaration).Create(name => tensors[name]);
            float[] inputs = trial.Inputs(DataKind.Ordinary);
            float[] residual = trial.Residual(DataKind.Ordinary);
            float[] destination = new float[residual.Length];
            void Call()
            {
                layer.Forward(inputs, destination);
                layer.ForwardAdd(inputs, residual, destination);
            }

            Call();
            Assert.Equal(0, FreshThread.Allocated(Call, () => AttentionScratch.Reserve(layer.WorkspaceBytes(trial.Tokens))));
        }
    }

    [Fact]
    public void ConstantsFollowTheDeclaration()
    {
        Assert.Equal([5, 7], Emitted.Value.Find(Head).Constants);
        Assert.Equal([6, 10, 4], Emitted.Value.Find(Mixer).Constants);
    }

    [Theory]
    [InlineData("hidden units are not activated", "ForwardBlock", "Rows.Gate(…); → ;")]
    [InlineData("outputs of a linear layer are not activated", "ForwardBlock", "Rows.Activate(…); → ;")]
    [InlineData("sums of outputs start from those of another block", "ForwardBlock", "MemoryMarshal.CreateSpan(ref outputs, rows * OutputStride(OutputDim)).Clear(); → ;")]
    [InlineData("the last bias is forgotten", "ForwardBlock", "Rows.AddBias(…); → ;")]
    [InlineData("each part has the first one's weights", "ForwardBlock", "UpWeightOffset + ((nint)unit * InputDim) → UpWeightOffset")]
    [InlineData("each part has the first one's biases", "ForwardBlock", "GateBiasOffset + unit → GateBiasOffset")]
    [InlineData("each part goes through the first one's last weights", "ForwardBlock", "DownWeightOffset + ((nint)unit * OutputStride(OutputDim)) → DownWeightOffset")]
    [InlineData("each block of tokens is the first one", "ForwardTokens", "(nint)first * InputDim → 0")]
    [InlineData("each block of tokens has the first one's residual", "ForwardTokens", "ref Floats.At(ref residual, (nint)first * OutputDim) → ref residual")]
    public void EveryMistakeIsNoticed(string mistake, string step, string change)
    {
        PerceptronDeclaration[] declarations = [Sabotaged, SabotagedHead];
        DeclarationCompiler compiler = CompiledPerceptrons.Compiler(declarations);
        IReadOnlyDictionary<string, string> sabotaged = new CodeChange(step, change).Apply(compiler.EmittedSources);
        Assert.True(sabotaged.Any(source => source.Value != compiler.EmittedSources[source.Key]), $"Nothing to sabotage: {mistake}");

        CompiledPerceptrons compiled = CompiledPerceptrons.Load(declarations, compiler, sabotaged);
        Assert.True(declarations.Any(declaration => PerceptronBits.Differences(compiled.Find(declaration), new PerceptronTrial(declaration, 70, 1), DataKind.Ordinary).Count > 0), $"Not noticed: {mistake}");
    }

    private static ICompiledPerceptron Layer(PerceptronDeclaration declaration)
    {
        Dictionary<string, float[]> tensors = new PerceptronTrial(declaration, 1, 1).Tensors(DataKind.Ordinary);
        return Emitted.Value.Find(declaration).Create(name => tensors[name]);
    }
}
