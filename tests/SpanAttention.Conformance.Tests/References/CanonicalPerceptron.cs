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
        int all = layer.FusedGateUp ? 2 * layer.HiddenDim : layer.HiddenDim;
        (string up, string gate) = layer.FusedGateUp ? ("GateUp", "GateUp") : ("Up", "Gate");
        float[] hidden = Project(up, up + "Bias", token, layer.HiddenDim, all, layer.FusedGateUp ? layer.HiddenDim : 0);
        return layer.Gated
            ? [.. Project(gate, gate + "Bias", token, layer.HiddenDim, all, 0).Zip(hidden, (share, unit) => activation.Apply(share) * unit)]
            : [.. hidden.Select(activation.Apply)];
    }

    private float[] Project(string weight, string bias, float[] inputs, int outputs, int tensorOutputs, int firstOutput) =>
        [.. Enumerable.Range(firstOutput, outputs).Select(output => Project(stored[weight], stored[bias], inputs, tensorOutputs, output))];

    private float Project(float[] weight, float[] bias, float[] inputs, int tensorOutputs, int output)
    {
        float sum = 0;
        for (int x = 0; x < inputs.Length; x++)
        {
            sum = arithmetic.MultiplyAdd(inputs[x], weight[declaration.WeightLayout == WeightLayout.InputByOutput ? (x * tensorOutputs) + output : (output * inputs.Length) + x], sum);
        }

        return bias.Length == 0 ? sum : sum + bias[output];
    }
}
