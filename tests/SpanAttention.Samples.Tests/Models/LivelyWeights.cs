using GptModel;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>Weights in memory of which none is 0 or 1 and no two tensors are alike, as large as trained ones: whatever a model mixes up or leaves out shows in its logits.</summary>
internal sealed class LivelyWeights : GptWeights
{
    public LivelyWeights(GptShape shape, ulong seed)
    {
        Shape = shape;
        SplitMix64 random = new(seed);
        Tensors = shape.Tensors().ToDictionary(static tensor => tensor.Name, tensor => Draw(tensor, random));
    }

    public Dictionary<string, float[]> Tensors { get; }

    public override GptShape Shape { get; }

    public override string Source => "drawn by a test";

    public override ReadOnlySpan<float> this[string name] => Tensors[name];

    private static float[] Draw(GptTensor tensor, SplitMix64 random)
    {
        bool isMatrix = tensor.Shape.Length == 2;
        float center = !isMatrix && tensor.Name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0;
        float bound = isMatrix && tensor.Name[0] == 'h' ? MathF.Sqrt(3f / tensor.Shape[0]) : 0.5f;
        float[] values = new float[tensor.Count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = center + (bound * (float)((2 * random.NextUnit()) - 1));
        }

        return values;
    }
}
