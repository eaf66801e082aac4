using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of linear and feed-forward layers, number by number.</summary>
public sealed class CanonicalPerceptron(CanonicalArithmetic arithmetic, PerceptronDeclaration declaration, IReadOnlyDictionary<string, float[]> tensors)
{
    private readonly IReadOnlyDictionary<string, float[]> stored = declaration.Stored(tensors);
    private readonly CanonicalActivation activation = new(arithmetic, declaration.Activation);

    /// <summary>Outputs of all tokens.</summary>
    public float[] Forward(float[] inputs) => [.. inputs.Chunk(declaration.InputDim).SelectMany(ForwardToken)];

    /// <summary>The same, added to a residual.</summary>
    public float[] ForwardAdd(float[] inputs, float[] residual) => [.. Forward(inputs).Zip(residual, static (output, before) => before + output)];

    private float[] ForwardToken(float[] token) => declaration switch
    {
        LinearDeclaration linear => [.. Project("Weight", "Bias", token, linear.OutputDim, linear.OutputDim, 0).Select(activation.Apply)],
        FeedForwardDeclaration layer => Project("Down", "DownBias", Hidden(layer, token), layer.OutputDim, layer.OutputDim, 0),
        _ => throw new NotSupportedException(),
    };

    private float[] Hidden(FeedForwardDeclaration layer, float[] token)
    {
        float[] ups = Ups(layer, token);
        return layer.Gated ? [.. Gates(layer, token).Zip(ups, (share, unit) => activation.Apply(share) * unit)] : [.. ups.Select(activation.Apply)];
    }

    private float[] Ups(FeedForwardDeclaration layer, float[] token) => layer.FusedGateUp
        ? Project("GateUp", "GateUpBias", token, layer.HiddenDim, 2 * layer.HiddenDim, layer.HiddenDim)
        : Project("Up", "UpBias", token, layer.HiddenDim, layer.HiddenDim, 0);

    private float[] Gates(FeedForwardDeclaration layer, float[] token) => layer.FusedGateUp
        ? Project("GateUp", "GateUpBias", token, layer.HiddenDim, 2 * layer.HiddenDim, 0)
        : Project("Gate", "GateBias", token, layer.HiddenDim, layer.HiddenDim, 0);

    /// <summary>Gradients of the weights, added to what is there, and those of the inputs.</summary>
    public float[] Backward(float[] inputs, float[] destinationGradient, IReadOnlyDictionary<string, float[]> gradients)
    {
        float[][] tokens = [.. inputs.Chunk(declaration.InputDim)];
        float[][] slopes = [.. destinationGradient.Chunk(declaration.OutputDim)];
        CanonicalWeightGradient weights = new(arithmetic, declaration.WeightLayout, gradients);
        return [.. (declaration is FeedForwardDeclaration layer ? Backward(layer, tokens, slopes, weights) : Backward(tokens, slopes, weights)).SelectMany(static token => token)];
    }

    private float[][] Backward(float[][] tokens, float[][] destinationGradient, CanonicalWeightGradient weights)
    {
        float[][] slopes = declaration.Activation == Activation.None ? destinationGradient
            : [.. tokens.Zip(destinationGradient, (token, gradient) => Differentiate(Project("Weight", "Bias", token, declaration.OutputDim, declaration.OutputDim, 0), gradient))];
        weights.Add("Weight", "Bias", slopes, tokens, declaration.OutputDim, 0);
        return [.. slopes.Select(gradient => Return("Weight", gradient, new float[declaration.InputDim], declaration.OutputDim, 0))];
    }

    private float[][] Backward(FeedForwardDeclaration layer, float[][] tokens, float[][] destinationGradient, CanonicalWeightGradient weights)
    {
        int all = layer.FusedGateUp ? 2 * layer.HiddenDim : layer.HiddenDim;
        (string up, string gate, int first) = layer.FusedGateUp ? ("GateUp", "GateUp", layer.HiddenDim) : ("Up", "Gate", 0);
        float[][] ups = [.. tokens.Select(token => Ups(layer, token))];
        float[][] slopes = [.. destinationGradient.Select(gradient => Return("Down", gradient, new float[layer.HiddenDim], layer.OutputDim, 0))];
        weights.Add("Down", "DownBias", destinationGradient, [.. tokens.Select(token => Hidden(layer, token))], layer.OutputDim, 0);
        if (!layer.Gated)
        {
            slopes = [.. ups.Zip(slopes, Differentiate)];
            weights.Add(up, up + "Bias", slopes, tokens, all, first);
            return [.. slopes.Select(gradient => Return(up, gradient, new float[layer.InputDim], all, first))];
        }

        float[][] gates = [.. tokens.Select(token => Gates(layer, token))];
        float[][] ofGates = [.. gates.Select((token, t) => Differentiate(token, [.. slopes[t].Zip(ups[t], static (slope, unit) => slope * unit)]))];
        float[][] ofUps = [.. gates.Select((token, t) => token.Zip(slopes[t], (share, slope) => activation.Apply(share) * slope).ToArray())];
        weights.Add(gate, gate + "Bias", ofGates, tokens, all, 0);
        weights.Add(up, up + "Bias", ofUps, tokens, all, first);
        return [.. ofGates.Zip(ofUps, (ofGate, ofUp) => Return(up, ofUp, Return(gate, ofGate, new float[layer.InputDim], all, 0), all, first))];
    }

    private float[] Differentiate(float[] arguments, float[] gradients) => [.. arguments.Zip(gradients, (argument, gradient) => gradient * activation.Slope(argument))];

    /// <summary>Gradients of inputs from those of outputs, added to earlier ones in the same chain.</summary>
    private float[] Return(string weight, float[] gradients, float[] earlier, int tensorOutputs, int firstOutput) =>
        [.. earlier.Select((sum, x) => gradients.Select((gradient, output) => (gradient, Weight: stored[weight][Place(earlier.Length, tensorOutputs, firstOutput + output, x)])).Aggregate(sum, (sum, term) => arithmetic.MultiplyAdd(term.gradient, term.Weight, sum)))];

    private int Place(int inputs, int tensorOutputs, int output, int x) => declaration.WeightLayout == WeightLayout.InputByOutput ? (x * tensorOutputs) + output : (output * inputs) + x;

    private float[] Project(string weight, string bias, float[] inputs, int outputs, int tensorOutputs, int firstOutput) =>
        [.. Enumerable.Range(firstOutput, outputs).Select(output => Project(stored[weight], stored[bias], inputs, tensorOutputs, output))];

    private float Project(float[] weight, float[] bias, float[] inputs, int tensorOutputs, int output)
    {
        float sum = 0;
        for (int x = 0; x < inputs.Length; x++)
        {
            sum = arithmetic.MultiplyAdd(inputs[x], weight[Place(inputs.Length, tensorOutputs, output, x)], sum);
        }

        return bias.Length == 0 ? sum : sum + bias[output];
    }
}
