namespace SpanAttention.Verification;

/// <summary>Asks for numbers that make sense, by name.</summary>
internal static class Sizes
{
    /// <exception cref="ArgumentOutOfRangeException">The number is smaller.</exception>
    public static void AtLeast(int number, int least, string name)
    {
        if (number < least)
        {
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} is {number}; it must be at least {least}."));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The number is not, or is negative.</exception>
    public static void NotNegative(double number, string name)
    {
        if (!(number >= 0 && double.IsFinite(number)))
        {
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} is {number}; it must be finite and at least 0."));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The number is not above 0, or not finite.</exception>
    public static void Positive(double number, string name)
    {
        if (!(number > 0 && double.IsFinite(number)))
        {
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} is {number}; it must be finite and above 0."));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is younger than the kit, or none at all.</exception>
    public static void UpTo<T>(T value, T last, string name)
        where T : struct, Enum
    {
        if (Comparer<T>.Default.Compare(value, default) < 0 || Comparer<T>.Default.Compare(value, last) > 0)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {value}, of which {nameof(Verification)} knows nothing.");
        }
    }

    /// <exception cref="ArgumentException">The one does not divide the other.</exception>
    public static void Divides(int divisor, int number, string divisorName, string name)
    {
        if (number % divisor != 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"{divisorName} is {divisor}, which does not divide {name} = {number}."), divisorName);
        }
    }

    /// <exception cref="ArgumentException">The tensor has another length.</exception>
    public static void Length(float[] tensor, int length, string name)
    {
        if (tensor.Length != length)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} has {tensor.Length} floats; the shape has {length}."), name);
        }
    }
}
