namespace SpanAttention.Verification;

/// <summary>A weight tensor with its axes, and a bias that may be empty.</summary>
/// <param name="Weights"><c>[outputs, inputs]</c>, or inputs first by <paramref name="Layout"/>.</param>
/// <param name="Bias"><c>[outputs]</c>, or empty.</param>
/// <param name="Inputs">Floats that go in.</param>
/// <param name="Outputs">Floats that come out.</param>
/// <param name="Layout">The order of the axes.</param>
internal sealed record Projection(float[] Weights, float[] Bias, int Inputs, int Outputs, WeightLayout Layout)
{
    /// <summary>Number format that the weights are stored in.</summary>
    public WeightElement Element { get; init; }

    /// <summary>The weights as they are stored, <c>[outputs, inputs]</c>.</summary>
    public float[] Rows => StoredWeights.Of(Layout == WeightLayout.OutputByInput ? Weights : Part(0, Outputs).Weights, Inputs, Element);

    /// <summary>Some of the outputs, such as the values of fused weights.</summary>
    public Projection Part(int first, int count)
    {
        float[] some = new float[count * Inputs];
        for (int output = 0; output < count; output++)
        {
            for (int input = 0; input < Inputs; input++)
            {
                some[(output * Inputs) + input] = Weight(first + output, input);
            }
        }

        return new Projection(some, Bias.Length == 0 ? [] : Bias[first..(first + count)], Inputs, count, WeightLayout.OutputByInput) { Element = Element };
    }

    /// <summary>The weight of an input in an output.</summary>
    public float Weight(int output, int input) => Weights[Layout == WeightLayout.OutputByInput ? (output * Inputs) + input : (input * Outputs) + output];
}
