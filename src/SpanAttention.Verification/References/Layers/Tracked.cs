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

    /// <summary>Sums with others that are multiplied by a factor.</summary>
    public Tracked Plus(Tracked others, double factor, Precision precision)
    {
        double unit = Precision.Float + precision.Stored;
        Tracked sums = new(Values.Length);
        for (int index = 0; index < Values.Length; index++)
        {
            double other = factor * others.Values[index];
            double error = Errors[index] + (factor * others.Errors[index]);
            sums.Values[index] = Values[index] + other;
            sums.Errors[index] = error + (unit * (Math.Abs(sums.Values[index]) + (2 * Math.Abs(other)) + error)) + (2 * precision.Spacing);
        }

        return sums;
    }

    /// <summary>Products with others.</summary>
    public Tracked Times(Tracked others, Precision precision)
    {
        Tracked products = new(Values.Length);
        for (int index = 0; index < Values.Length; index++)
        {
            (double a, double b) = (Math.Abs(Values[index]), Math.Abs(others.Values[index]));
            double error = (a * others.Errors[index]) + ((b + others.Errors[index]) * Errors[index]);
            products.Values[index] = Values[index] * others.Values[index];
            products.Errors[index] = error + ((Precision.Float + precision.Stored) * ((a * b) + error)) + precision.Spacing;
        }

        return products;
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
