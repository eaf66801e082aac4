namespace Verification.Kernels;

/// <summary>The right softmax, which the kernels with other mistakes share.</summary>
internal static class Softmax
{
    /// <summary>scores become weights that sum to 1; a score of −∞ becomes 0.</summary>
    public static void InPlace(Span<float> scores)
    {
        float maximum = float.NegativeInfinity;
        foreach (float score in scores)
        {
            maximum = MathF.Max(maximum, score);
        }

        float sum = 0;
        foreach (ref float score in scores)
        {
            score = MathF.Exp(score - maximum);
            sum += score;
        }

        foreach (ref float score in scores)
        {
            score /= sum;
        }
    }
}
