using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Attention layers that learn a task by heart. Bits of their gradients are with <see cref="RandomLayerGradientTests"/>.</summary>
public sealed class LayerLearningTests
{
    private const int Tokens = 5;
    private const int ContextTokens = 7;

    private static readonly LayerDeclaration Causal = new() { InputDim = 12, OutputDim = 6, HeadDim = 4, Heads = 3, KeyValueHeads = 1, Causal = true, QueryKeyValueBias = true, Gradients = true };

    private static readonly IReadOnlyList<LayerDeclaration> All =
    [
        Causal,
        Causal with { Heads = 4, KeyValueHeads = 2, FusedQueryKeyValue = true, Rotary = RotaryLayout.HalfSplit, QkNorm = QkNorm.Head, Sinks = true, LeftWindow = 5, SoftCap = 20 },
        Causal with { Causal = false, OutputGate = true, Bias = AttentionBias.QueryKeys, QkNorm = QkNorm.Projection, WeightLayout = WeightLayout.InputByOutput },
        new() { InputDim = 12, OutputDim = 6, HeadDim = 4, Heads = 3, KeyValueHeads = 3, ContextDim = 10, Gradients = true },
    ];

    private static readonly Lazy<CompiledDeclarations> Emitted = new(Compile);

    public static TheoryData<int> Declarations => [.. Enumerable.Range(0, All.Count)];

    [Theory]
    [MemberData(nameof(Declarations))]
    public void FiveTokensAreLearnedByHeart(int declared)
    {
        const int Steps = 400;
        LayerDeclaration declaration = All[declared];
        int keyTokens = declaration.IsCross ? ContextTokens : Tokens;
        LayerTrial trial = new(declaration, Tokens, keyTokens, keyTokens, 4);
        LayerTensors tensors = SmallTensors(trial);
        Dictionary<string, float[][]> state = LayerTensors.Learned(declaration).ToDictionary(static name => name, name => Enumerable.Range(0, 3).Select(_ => new float[tensors.Of(name).Length]).ToArray());
        ICompiledLayer layer = Emitted.Value.Find(declaration).Create(tensors);
        LayerInputs inputs = trial.Inputs(DataKind.Ordinary);
        LayerOperands operands = LayerOperands.Of(inputs);
        Dictionary<string, float[]> others = new LayerGradients(new float[inputs.Inputs.Length], new float[inputs.KeyInputs.Length], [], new float[inputs.Bias.Length]).Of(declaration).ToDictionary();
        float[] targets = new DataFiller(9).Fill(DataKind.Ordinary, Tokens * declaration.OutputDim);
        float[] slopes = new float[targets.Length];
        object tape = layer.CreateTape(Tokens, keyTokens);
        AdamW adam = new(weightDecay: 0);
        double first = 0;
        double loss = 0;
        for (int step = 0; step < Steps; step++)
        {
            layer.Forward(operands, tape, slopes);
            slopes = [.. slopes.Zip(targets, static (output, target) => output - target)];
            loss = slopes.Sum(static slope => (double)slope * slope);
            first = step == 0 ? loss : first;
            state.Values.ToList().ForEach(static floats => Array.Clear(floats[0]));
            layer.Backward(tape, operands, slopes, name => state.TryGetValue(name, out float[][]? floats) ? floats[0] : others[name]);
            adam.NextStep();
            foreach ((string name, float[][] floats) in state)
            {
                adam.Update(tensors.Of(name), floats[0], floats[1], floats[2], learningRate: 0.02f);
            }

            layer.Load(name => tensors.Of(name));
        }

        Assert.True(loss < first / 1000, $"{trial}: the loss was {first}, and is {loss} after {Steps} steps.");
    }

    /// <summary>Weights as they might be at first, so that softmax and gates are in their steep parts.</summary>
    private static LayerTensors SmallTensors(LayerTrial trial)
    {
        LayerTensors tensors = trial.Tensors(DataKind.Ordinary);
        foreach (float[] tensor in LayerTensors.Learned(trial.Declaration).Where(static name => !name.EndsWith("Norm", StringComparison.Ordinal)).Select(tensors.Of))
        {
            for (int index = 0; index < tensor.Length; index++)
            {
                tensor[index] *= 0.3f;
            }
        }

        return tensors;
    }

    private static CompiledDeclarations Compile()
    {
        DeclarationSet set = new();
        All.ToList().ForEach(set.Add);
        return CompiledDeclarations.Compile(set);
    }
}
