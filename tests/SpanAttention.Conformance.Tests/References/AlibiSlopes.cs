namespace SpanAttention.Conformance.Tests.References;

/// <summary>The slopes of attention with linear biases, a head each (Press, Smith and Lewis, "Train Short, Test Long", 2022, section 3).</summary>
public static class AlibiSlopes
{
    public static double[] Of(int heads)
    {
        int power = 1;
        while (power * 2 <= heads)
        {
            power *= 2;
        }

        // Heads beyond a power of two take every other slope of twice as many.
        IEnumerable<double> others = Geometric(2 * power).Where((_, index) => index % 2 == 0);
        return [.. Geometric(power), .. others.Take(heads - power)];
    }

    private static IEnumerable<double> Geometric(int heads) => Enumerable.Range(1, heads).Select(head => Math.Pow(2, -8.0 * head / heads));
}
