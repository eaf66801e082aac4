namespace SpanAttention.Verification;

/// <summary>Orders numbers by how easy they are to read: 2 before 0.7310586.</summary>
internal static class PlainNumber
{
    /// <summary>To one digit after the point, and to integers.</summary>
    public static IReadOnlyList<Func<float, float>> Roundings { get; } = [MathF.Round, static number => MathF.Round(number * 10) / 10];

    /// <summary>Tells whether it is anything but +0.</summary>
    public static bool IsNotZero(float number) => BitConverter.SingleToInt32Bits(number) != 0;

    /// <summary>The second number if it is plainer than the first, else the first.</summary>
    public static float Plainer(float number, float other) => IsPlainer(other, number) ? other : number;

    /// <summary>Numbers that are plainer than this one, the plainest first.</summary>
    public static IEnumerable<float> Simpler(float number)
    {
        float one = number < 0 ? -1 : 1;
        float[] candidates = [0, one, MathF.Round(number), MathF.Truncate(number / 2), MathF.Truncate(number) - one, MathF.Round(number * 10) / 10];
        return candidates.Where(candidate => IsPlainer(candidate, number)).Distinct();
    }

    private static bool IsPlainer(float candidate, float number) =>
        Rank(candidate) < Rank(number) || (Rank(candidate) == Rank(number) && MathF.Abs(candidate) < MathF.Abs(number));

    private static int Rank(float number) => number switch
    {
        _ when !IsNotZero(number) => 0,
        1 => 1,
        -1 => 2,
        _ when !float.IsFinite(number) => 3,
        _ when number == MathF.Round(number) => 4,
        _ when number == MathF.Round(number * 10) / 10 => 5,
        _ => 6,
    };
}
