namespace SpanAttention.Verification;

/// <summary>Numbers in double, and how far careful float arithmetic may be from each.</summary>
internal sealed class Tracked(int length)
{
    public double[] Values { get; } = new double[length];

    public double[] Errors { get; } = new double[length];

    /// <summary>Floats, which are what they are.</summary>
    public static Tracked Of(float[] numbers)
    {
        Tracked tracked = new(numbers.Length);
        numbers.ToDouble().CopyTo(tracked.Values, 0);
        return tracked;
    }

    /// <summary>Every number stored with so many roundings more, relatively.</summary>
    public Tracked Rounded(double unit, double spacing)
    {
        Tracked rounded = new(Values.Length);
        for (int index = 0; index < Values.Length; index++)
        {
            rounded.Values[index] = Values[index];
            rounded.Errors[index] = Errors[index] + (unit * (Math.Abs(Values[index]) + Errors[index])) + spacing;
        }

        return rounded;
    }
}
