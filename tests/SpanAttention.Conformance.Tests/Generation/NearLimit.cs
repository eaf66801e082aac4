using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>How large queries and keys are whose scores lie about the largest float, or the largest that a scale above 1 leaves finite.</summary>
internal static class NearLimit
{
    /// <summary>The mean of numbers between 1 and 2.</summary>
    private const double Mean = 1.5;

    private const double ShareOfLimit = 0.7;

    /// <summary>What numbers between 1 and 2 are multiplied by to be biases that lie there themselves.</summary>
    public const double BiasSize = ShareOfLimit * float.MaxValue / Mean;

    /// <summary>What numbers between 1 and 2 are multiplied by to be those of a query or a key.</summary>
    public static double Size(AttentionShape shape) =>
        Math.Sqrt(ShareOfLimit * float.MaxValue / (Math.Max(1, shape.Scale / Math.Log(2)) * shape.HeadDim * Mean * Mean));

    /// <summary>What weights between 1 and 2 are multiplied by to project such a query or key from so many inputs between 1 and 2.</summary>
    public static double WeightSize(AttentionShape shape, int inputs) => Size(shape) / (inputs * Mean);

    public static void Enlarge(Span<float> numbers, double size)
    {
        foreach (ref float number in numbers)
        {
            number = (float)(number * size);
        }
    }
}
