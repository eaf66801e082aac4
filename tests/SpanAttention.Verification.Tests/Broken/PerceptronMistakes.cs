using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Linear and feed-forward layers that are broken in one way, and the properties that must name it.</summary>
internal static class PerceptronMistakes
{
    private const int Dim = 6;

    // As many outputs as inputs, and hidden units, so that no length tells which is which.
    private static readonly LinearShape Linear = new() { InputDim = Dim, OutputDim = Dim, Activation = Activation.Gelu };
    private static readonly LinearWeights Weights = RandomWeights.Of(Linear);
    private static readonly ScalarLinear Right = new(Linear, Weights);
    private static readonly LayerRoutine Routine = Right.As(Linear, Weights);

    // What a layer can be held to of which neither shape nor weights are known.
    private static readonly LayerRoutine Unknown = new() { InputDim = Dim, OutputDim = Dim, TokenByToken = true, Forward = Right.Map.Forward, ForwardAdd = Right.Map.ForwardAdd };

    private static readonly FeedForwardShape Plain = new() { InputDim = Dim, HiddenDim = Dim };
    private static readonly FeedForwardShape Gated = Plain with { Gated = true, Activation = Activation.Silu };
    private static readonly FeedForwardShape Fused = Gated with { FusedGateUp = true };
    private static readonly FeedForwardWeights PlainWeights = RandomWeights.Of(Plain);
    private static readonly FeedForwardWeights GatedWeights = RandomWeights.Of(Gated);
    private static readonly ScalarFeedForward RightGated = new(Gated, GatedWeights);

    private static readonly LayerRoutine Declared = DeclaredPerceptrons.Linear;

    private static readonly LinearShape Long = new() { InputDim = 70, OutputDim = 3 };
    private static readonly LinearWeights LongWeights = RandomWeights.Of(Long);

    public static IReadOnlyDictionary<string, (LayerRoutine Routine, string[] Properties)> All { get; } = new Dictionary<string, (LayerRoutine Routine, string[] Properties)>
    {
        ["gelu by tanh for gelu by erf"] = Activated(Activation.Gelu, Activation.GeluTanh),
        ["gelu by erf for gelu by tanh"] = Activated(Activation.GeluTanh, Activation.Gelu),
        ["gelu by a sigmoid for gelu by erf"] = Activated(Activation.Gelu, Activation.QuickGelu),
        ["silu for gelu by a sigmoid"] = Activated(Activation.QuickGelu, Activation.Silu),
        ["a rectifier that is not squared"] = Activated(Activation.ReluSquared, Activation.Relu),
        ["the activation is left out"] = Activated(Activation.Tanh, Activation.None),
        ["an activation where none is"] = Activated(Activation.None, Activation.Relu),
        ["the bias is added after the activation"] = (Right with { Activate = static (sum, bias) => PlainSteps.Activate(Activation.Gelu, sum) + bias }).Known("LayerWithinErrorBound"),
        ["silu of the opposite"] = (new ScalarLinear(Linear with { Activation = Activation.Silu }, Weights) { Activate = static (sum, bias) => (sum + bias) / (1 + MathF.Exp(sum + bias)) }.As(Linear with { Activation = Activation.Silu }, Weights), ["LayerWithinErrorBound"]),
        ["silu overflows"] = (Unknown with { Forward = new ScalarLinear(Linear, Weights) { Activate = static (sum, bias) => (sum + bias) * MathF.Exp(sum + bias) / (1 + MathF.Exp(sum + bias)) }.Map.Forward, ForwardAdd = null }, ["OutputsAreNumbers"]),
        ["weights are transposed where they are square"] = (new ScalarLinear(Linear with { WeightLayout = WeightLayout.InputByOutput }, Weights).As(Linear, Weights), ["LayerWithinErrorBound"]),
        ["weights are not transposed where they are square"] = (new ScalarLinear(Linear, Weights).As(Linear with { WeightLayout = WeightLayout.InputByOutput }, Weights), ["LayerWithinErrorBound"]),
        ["weights have one scale for all inputs"] = (new ScalarLinear(Long, LongWeights with { Weight = InOneScale(LongWeights.Weight) }).As(Long with { WeightElement = WeightElement.Int8 }, LongWeights), ["LayerWithinErrorBound"]),
        ["weights are given back as they were before they were rounded"] = (DeclaredPerceptrons.All[nameof(BFloat16Linear)] with { CopyWeights = CopyUnrounded }, ["WeightsAreGivenBack"]),
        ["the bias is left out"] = (new ScalarLinear(Linear with { Bias = false }, Weights).As(Linear, Weights), ["LayerWithinErrorBound"]),
        ["the last output has no bias"] = (new ScalarLinear(Linear, Weights with { Bias = [.. Weights.Bias[..^1], 0] }).As(Linear, Weights), ["LayerWithinErrorBound"]),
        ["every output has the bias of the one before"] = (new ScalarLinear(Linear, Weights with { Bias = [Weights.Bias[^1], .. Weights.Bias[..^1]] }).As(Linear, Weights), ["LayerWithinErrorBound"]),
        ["the last input is left out"] = (Unknown with { Forward = Tokens(static (token, _) => [.. token[..^1], 0]) }, ["OutputsDependOnTheirToken"]),
        ["the last output is that of the one before"] = (Routine with { Forward = Outputs(static (outputs, _) => [.. outputs[..^1], outputs[^2]]) }, ["LayerWithinErrorBound"]),
        ["an output is constant"] = (Unknown with { Forward = Outputs(static (outputs, _) => [.. outputs[..^1], 1]) }, ["OutputsDependOnTheirToken"]),
        ["the last token's outputs beyond a vector are not written"] = (Unknown with { Forward = static (inputs, destination) => Partly(inputs, destination, destination.Length - 2) }, ["OutputsAreNumbers", "NothingElseIsWritten"]),
        ["nothing is written"] = (Unknown with { Forward = static (_, _) => { } }, ["OutputsAreNumbers", "NothingElseIsWritten", "FewerTokensGiveTheSame"]),
        ["zeros are written"] = (Unknown with { Forward = static (_, destination) => destination.Clear() }, ["OutputsDependOnTheirToken"]),
        ["NaN is written"] = (Unknown with { Forward = static (_, destination) => destination.Fill(float.NaN) }, ["OutputsAreNumbers"]),
        ["four tokens together are summed otherwise than one"] = (Unknown with { Forward = Outputs(static (outputs, tokens) => tokens >= 4 ? [MathF.BitIncrement(outputs[0]), .. outputs[1..]] : outputs) }, ["FewerTokensGiveTheSame"]),
        ["tokens beyond four are summed otherwise"] = (Unknown with { Forward = Placed(static (outputs, token) => token / 4 > 0 ? [MathF.BitIncrement(outputs[0]), .. outputs[1..]] : outputs) }, ["FewerTokensGiveTheSame", "TokensAreEquivariant"]),
        ["tokens from 64 on have no bias"] = (Routine with { Forward = Placed(static (outputs, token) => token < 64 ? outputs : PlainSteps.Add(outputs, Weights.Bias)) }, ["LayerWithinErrorBound", "FewerTokensGiveTheSame", "TokensAreEquivariant"]),
        ["a token looks at the one before it"] = (Unknown with { Forward = Seeing(static (inputs, token) => token > 0 ? inputs[((token - 1) * Dim)..(token * Dim)] : new float[Dim]) }, ["TokensIgnoreWhatTheyDoNotSee", "FewerTokensGiveTheSame"]),
        ["a token multiplies the next one by 0"] = (Unknown with { Promises = AttentionPromises.ReadsNoHidden, Forward = Seeing(static (inputs, token) => Array.ConvertAll(inputs[^Dim..], static number => 0 * number)) }, ["EarlierTokensIgnoreLater"]),
        ["tokens are averaged"] = (Unknown with { Forward = Seeing(static (inputs, _) => [.. Enumerable.Range(0, Dim).Select(x => inputs.Chunk(Dim).Average(token => token[x]))]) }, ["TokensIgnoreWhatTheyDoNotSee", "FewerTokensGiveTheSame"]),
        ["the last call is remembered"] = (Unknown with { Forward = Remembers() }, ["SameCallSameBits"]),
        ["one workspace for all threads"] = (Unknown with { Forward = ThroughWorkspace() }, ["SameCallSameBits"]),
        ["inputs are activated in place"] = (Unknown with { Forward = static (inputs, destination) => { Right.Map.Forward(inputs, destination); Writable(inputs)[0] = MathF.Max(inputs[0], 0) + 1; } }, ["InputsAreNotWritten"]),
        ["a float behind the outputs is written"] = (Unknown with { Forward = static (inputs, destination) => { Right.Map.Forward(inputs, destination); Place(destination, destination.Length) = 0; } }, ["NothingElseIsWritten"]),
        ["a float behind the inputs is read"] = (Unknown with { Forward = static (inputs, destination) => { Right.Map.Forward(inputs, destination); destination[^1] += 0 * Place(Writable(inputs), inputs.Length); } }, ["NothingElseIsRead"]),
        ["outputs are added to what the destination held"] = (Unknown with { Forward = static (inputs, destination) => { float held = destination[0]; Right.Map.Forward(inputs, destination); destination[0] += float.IsNaN(held) ? 0 : held; } }, ["NothingElseIsRead"]),
        ["a call allocates"] = (Declared with { Forward = static (inputs, destination) => Declared.Forward(inputs.ToArray(), destination) }, ["LayerAllocatesNothing"]),
        ["half a token is left out"] = (Declared with { Forward = static (inputs, destination) => Declared.Forward(inputs[..^(inputs.Length % Declared.InputDim)], destination) }, ["WrongLayerSpansThrow"]),
        ["outputs are cleared before anything is checked"] = (Declared with { Forward = static (inputs, destination) => { destination.Clear(); Declared.Forward(inputs, destination); } }, ["WrongLayerSpansThrow"]),

        ["the residual is left out"] = Adding(static (inputs, _, destination) => Right.Map.Forward(inputs, destination)),
        ["the residual is added twice"] = Adding(static (inputs, residual, destination) => Right.Map.ForwardAdd(inputs, Array.ConvertAll(residual.ToArray(), static number => 2 * number), destination)),
        ["the residual is added before the activation"] = Adding(static (inputs, residual, destination) => Activated(inputs, residual, destination)),
        ["the residual of the first token is that of all"] = Adding(static (inputs, residual, destination) => Right.Map.ForwardAdd(inputs, [.. Enumerable.Range(0, residual.Length).Select(index => index % Dim).Select(residual.ToArray().ElementAt)], destination)),
        ["the destination is cleared before the residual in it is read"] = Adding(static (inputs, residual, destination) => { destination.Clear(); Right.Map.ForwardAdd(inputs, residual, destination); }),
        ["outputs take the residual's place before they are added to it"] = Adding(static (inputs, residual, destination) => { Right.Map.Forward(inputs, destination); for (int index = 0; index < residual.Length; index++) { destination[index] += residual[index]; } }),
        ["the sum is in the residual, too"] = Adding(static (inputs, residual, destination) => { Right.Map.ForwardAdd(inputs, residual, destination); destination[..residual.Length].CopyTo(Writable(residual)); }),
        ["the last output is not added"] = (Unknown with { ForwardAdd = static (inputs, residual, destination) => { Right.Map.ForwardAdd(inputs, residual, destination); destination[^1] = residual[^1]; } }, ["ForwardAddIsTheSum"]),
        ["the last sum is not written"] = (Unknown with { ForwardAdd = static (inputs, residual, destination) => { float held = destination[^1]; Right.Map.ForwardAdd(inputs, residual, destination); destination[^1] = held; } }, ["ForwardAddIsTheSum", "OutputsAreNumbers", "NothingElseIsWritten"]),
        ["a residual that is too short is not refused"] = (Declared with { ForwardAdd = static (inputs, residual, destination) => Declared.ForwardAdd!(inputs, [.. residual, .. new float[residual.Length % Declared.OutputDim == 0 ? 0 : 1]], destination) }, ["WrongLayerSpansThrow", "LayerAllocatesNothing"]),

        ["the weights of the next output are given back"] = Giving(static (output, destination) => Declared.CopyWeights!((output + 1) % Declared.OutputDim, destination)),
        ["the last weight is not given back"] = Giving(static (output, destination) => { float held = destination[^1]; Declared.CopyWeights!(output, destination); destination[^1] = held; }),
        ["weights are given back rounded"] = Giving(static (output, destination) => { Declared.CopyWeights!(output, destination); destination[0] = (float)(Half)destination[0]; }),
        ["weights are given back transposed"] = (Routine with { CopyWeights = static (output, destination) => { for (int x = 0; x < Dim; x++) { destination[x] = Weights.Weight[(x * Dim) + output]; } } }, ["WeightsAreGivenBack"]),
        ["a destination that is too short gets some of the weights"] = Giving(static (output, destination) => { Span<float> all = new float[Declared.InputDim]; Declared.CopyWeights!(output, all); all[..destination.Length].CopyTo(destination); }),
        ["an output that there is not has the last one's weights"] = Giving(static (output, destination) => Declared.CopyWeights!(Math.Min(output, Declared.OutputDim - 1), destination)),

        ["gate and up projection change places"] = Other(Gated, static shape => shape, static weights => weights with { Up = weights.Gate, UpBias = weights.GateBias, Gate = weights.Up, GateBias = weights.UpBias }),
        ["of fused projections the gate's outputs are last"] = Other(Fused, static shape => shape, static weights => weights with { GateUp = [.. weights.GateUp[(Dim * Dim)..], .. weights.GateUp[..(Dim * Dim)]], GateUpBias = [.. weights.GateUpBias[Dim..], .. weights.GateUpBias[..Dim]] }),
        ["of fused projections gates and units take turns"] = Other(Fused, static shape => shape, static weights => weights with { GateUp = Turns(weights.GateUp) }),
        ["units are activated, not gates"] = (RightGated with { Unit = static (unit, gate) => gate * PlainSteps.Activate(Activation.Silu, unit) }).Known(),
        ["units and gates are activated"] = (RightGated with { Unit = static (unit, gate) => PlainSteps.Activate(Activation.Silu, gate) * PlainSteps.Activate(Activation.Silu, unit) }).Known(),
        ["gates are a sigmoid alone"] = (RightGated with { Unit = static (unit, gate) => unit / (1 + MathF.Exp(-gate)) }).Known(),
        ["gates are added"] = (RightGated with { Unit = static (unit, gate) => PlainSteps.Activate(Activation.Silu, gate) + unit }).Known(),
        ["the product is activated"] = (RightGated with { Unit = static (unit, gate) => PlainSteps.Activate(Activation.Silu, gate * unit) }).Known(),
        ["the outputs are activated, too"] = (RightGated with { Output = static sum => PlainSteps.Activate(Activation.Silu, sum) }).Known(),
        ["hidden units are not activated"] = Other(Plain, static shape => shape with { Activation = Activation.None }),
        ["hidden units have no bias"] = Other(Plain, static shape => shape, static weights => weights with { UpBias = new float[Dim] }),
        ["gates have no bias"] = Other(Gated, static shape => shape, static weights => weights with { GateBias = new float[Dim] }),
        ["outputs have no bias"] = Other(Plain, static shape => shape, static weights => weights with { DownBias = new float[Dim] }),
        ["up and down projection change places"] = Other(Plain, static shape => shape, static weights => weights with { Up = weights.Down, Down = weights.Up }),
        ["the down projection is transposed"] = Other(Plain, static shape => shape, static weights => weights with { Down = [.. Enumerable.Range(0, Dim * Dim).Select(index => weights.Down[(index % Dim * Dim) + (index / Dim)])] }),
        ["the last hidden unit is left out"] = Other(Plain, static shape => shape, static weights => weights with { Down = [.. weights.Down.Select(static (weight, index) => index % Dim == Dim - 1 ? 0 : weight)] }),
    };

    private static (LayerRoutine Routine, string[] Properties) Activated(Activation declared, Activation computed) =>
        (new ScalarLinear(Linear with { Activation = computed }, Weights).As(Linear with { Activation = declared }, Weights), ["LayerWithinErrorBound"]);

    private static (LayerRoutine Routine, string[] Properties) Other(FeedForwardShape shape, Func<FeedForwardShape, FeedForwardShape> other, Func<FeedForwardWeights, FeedForwardWeights>? with = null)
    {
        FeedForwardWeights weights = RandomWeights.Of(shape);
        return (new ScalarFeedForward(other(shape), (with ?? (static same => same))(weights)).As(shape, weights), ["LayerWithinErrorBound"]);
    }

    private static float[] InOneScale(float[] weights) => [.. weights.Chunk(70).SelectMany(static row =>
    {
        float scale = row.Max(MathF.Abs) / 127;
        return row.Select(weight => MathF.Round(weight / scale) * scale);
    })];

    private static void CopyUnrounded(int output, Span<float> destination)
    {
        float[] weights = RandomWeights.Of(LinearShape.Of<BFloat16Linear>()).Weight;
        for (int input = 0; input < 5; input++)
        {
            destination[input] = weights[(input * 18) + output];
        }
    }

    private static (LayerRoutine Routine, string[] Properties) Known(this ScalarLinear layer, params string[] properties) => (layer.As(Linear, Weights), properties);

    private static (LayerRoutine Routine, string[] Properties) Known(this ScalarFeedForward layer) => (layer.As(Gated, GatedWeights), ["LayerWithinErrorBound"]);

    private static (LayerRoutine Routine, string[] Properties) Adding(LayerAddCall forwardAdd) => (Unknown with { ForwardAdd = forwardAdd }, ["ForwardAddIsTheSum"]);

    private static (LayerRoutine Routine, string[] Properties) Giving(CopyWeightsCall copyWeights) => (Declared with { CopyWeights = copyWeights }, ["WeightsAreGivenBack"]);

    // Right, but that each token goes in as something else, of it and its place.
    private static LayerCall Tokens(Func<float[], int, float[]> other) => (inputs, destination) =>
        Right.Map.Forward([.. inputs.ToArray().Chunk(Dim).SelectMany(other)], destination);

    // Right, but that something of all inputs is added to each token, by its place.
    private static LayerCall Seeing(Func<float[], int, float[]> added) => (inputs, destination) =>
    {
        float[] all = inputs.ToArray();
        Right.Map.Forward([.. all.Chunk(Dim).SelectMany((token, place) => PlainSteps.Add(token, added(all, place)))], destination);
    };

    // Right, but that each token's outputs become something else, by how many tokens there are.
    private static LayerCall Outputs(Func<float[], int, float[]> other) => (inputs, destination) =>
    {
        int tokens = inputs.Length / Dim;
        Placed((outputs, _) => other(outputs, tokens))(inputs, destination);
    };

    // The same, by the place of the token.
    private static LayerCall Placed(Func<float[], int, float[]> other) => (inputs, destination) =>
    {
        Right.Map.Forward(inputs, destination);
        float[] outputs = destination[..inputs.Length].ToArray();
        outputs.Chunk(Dim).SelectMany(other).ToArray().CopyTo(destination);
    };

    private static void Partly(ReadOnlySpan<float> inputs, Span<float> destination, int count)
    {
        float[] outputs = new float[destination.Length];
        Right.Map.Forward(inputs, outputs);
        outputs.AsSpan(0, count).CopyTo(destination);
    }

    private static void Activated(ReadOnlySpan<float> inputs, ReadOnlySpan<float> residual, Span<float> destination)
    {
        float[] sums = new float[residual.Length];
        new ScalarLinear(Linear with { Activation = Activation.None }, Weights).Map.ForwardAdd(inputs, residual, sums);
        PlainSteps.Activate(Activation.Gelu, sums).CopyTo(destination);
    }

    private static LayerCall Remembers()
    {
        float last = 0;
        return (inputs, destination) =>
        {
            Right.Map.Forward(inputs, destination);
            destination[0] += last / 100;
            last = inputs[0];
        };
    }

    private static LayerCall ThroughWorkspace()
    {
        float[] workspace = new float[1 << 12];
        return (inputs, destination) =>
        {
            inputs.CopyTo(workspace);
            Right.Map.Forward(workspace.AsSpan(0, inputs.Length), destination);
        };
    }

    // Rows of a gate and of a unit side by side.
    private static float[] Turns(float[] weights) => [.. Enumerable.Range(0, Dim).SelectMany(unit => weights[(unit * Dim)..((unit + 1) * Dim)].Concat(weights[((Dim + unit) * Dim)..((Dim + unit + 1) * Dim)]))];

    private static ref float Place(Span<float> span, int index) => ref Unsafe.Add(ref MemoryMarshal.GetReference(span), index);

    private static Span<float> Writable(ReadOnlySpan<float> span) => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(span), span.Length);
}
