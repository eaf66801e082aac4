using SpanAttention;

namespace GptModel;

/// <summary>Weights as they are before training: norms 1, biases 0, and the rest drawn evenly with GPT-2's deviation of 0.02, less where a layer adds to the stream.</summary>
/// <remarks>Made of integers, products and one root, all of which have the same bits everywhere: the same seed gives the same weights on every machine.</remarks>
public sealed class RandomWeights : GptWeights
{
    private const float Deviation = 0.02f;
    private readonly Dictionary<string, float[]> tensors = [];

    /// <summary>Draws weights.</summary>
    /// <param name="shape">Sizes of the model.</param>
    /// <param name="seed">Any number; the same one gives the same weights.</param>
    public RandomWeights(GptShape shape, ulong seed)
    {
        Shape = shape;
        Source = $"drawn at random from seed {seed}, not trained";
        SplitMix64 random = new(seed);
        foreach (GptTensor tensor in shape.Tensors())
        {
            tensors[tensor.Name] = Draw(tensor, shape.Layers, random);
        }
    }

    /// <inheritdoc/>
    public override GptShape Shape { get; }

    /// <inheritdoc/>
    public override string Source { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<float> this[string name] => tensors[name];

    private static float[] Draw(GptTensor tensor, int layers, SplitMix64 random)
    {
        float[] values = new float[tensor.Count];
        if (tensor.Shape.Length == 1)
        {
            Array.Fill(values, tensor.Name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0);
            return values;
        }

        // An even draw from ±a deviates by a / √3. Two parts a layer add to the stream, whose deviation would grow by the root of their number.
        float bound = Deviation * MathF.Sqrt(tensor.Name.EndsWith("c_proj.weight", StringComparison.Ordinal) ? 3f / (2 * layers) : 3f);
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = bound * (float)((2 * random.NextUnit()) - 1);
        }

        return values;
    }
}
