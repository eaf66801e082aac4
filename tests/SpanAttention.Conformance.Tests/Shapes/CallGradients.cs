namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>Gradients of one call's inputs, each as its input lies; those that are not declared are empty.</summary>
public sealed record CallGradients(float[] Query, float[] Key, float[] Value, float[] Bias, float[] Sinks)
{
    /// <summary>As many floats as each needs, all the same.</summary>
    public static CallGradients Filled(AttentionShape shape, int queryLength, int keyLength, float number) => new(
        Numbers(shape.Query(queryLength).Length, number),
        Numbers(shape.Key(keyLength).Length, number),
        Numbers(shape.Value(keyLength).Length, number),
        Numbers(shape.BiasLength(queryLength, keyLength), number),
        Numbers(shape.SinksLength, number));

    /// <summary>Each by the name of its parameter.</summary>
    public IReadOnlyList<(string Name, float[] Numbers)> All => [("queryGradient", Query), ("keyGradient", Key), ("valueGradient", Value), ("biasGradient", Bias), ("sinksGradient", Sinks)];

    private static float[] Numbers(int length, float number)
    {
        float[] numbers = new float[length];
        Array.Fill(numbers, number);
        return numbers;
    }
}
