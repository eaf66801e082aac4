using System.Globalization;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Numbers that a routine must give, within a tolerance.</summary>
public sealed record Expected(string Name, float[] Data, double Tolerance)
{
    /// <summary>What is wrong with <paramref name="actual"/>, or null.</summary>
    public string? Difference(float[] actual)
    {
        if (actual.Length != Data.Length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Name}: {actual.Length} elements instead of {Data.Length}");
        }

        for (int index = 0; index < actual.Length; index++)
        {
            if (!IsClose(actual[index], Data[index]))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Name}[{index}] is {actual[index]:G9}; expected {Data[index]:G9} within {Tolerance:G3}");
            }
        }

        return null;
    }

    private bool IsClose(float actual, float expected) =>
        actual.Equals(expected) || Math.Abs((double)actual - expected) <= Tolerance;
}
