using System.Globalization;

namespace SpanAttention.Primitives;

/// <summary>Checks of the lengths of sequences, or of their contexts: 5, 0 and 3 tokens are 8.</summary>
internal static class SequenceLengths
{
    /// <summary>Tokens of all of them.</summary>
    /// <param name="lengths">Tokens of each.</param>
    /// <param name="parameter">Their parameter name.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is negative.</exception>
    public static long Sum(ReadOnlySpan<int> lengths, string parameter)
    {
        long sum = 0;
        for (int index = 0; index < lengths.Length; index++)
        {
            if (lengths[index] < 0)
            {
                throw new ArgumentOutOfRangeException(parameter, lengths[index], Invariant($"{parameter}[{index}] is {lengths[index]}; it counts the tokens of a {Counted(parameter)} and must be at least 0."));
            }

            sum += lengths[index];
        }

        return sum;
    }

    /// <summary>Asks for lengths that add up.</summary>
    /// <param name="lengths">Tokens of each.</param>
    /// <param name="parameter">Their parameter name.</param>
    /// <param name="tokens">Tokens that there are.</param>
    /// <param name="inputs">The parameter that holds them.</param>
    /// <exception cref="ArgumentException">They do not, or one is negative.</exception>
    public static void RequireSum(ReadOnlySpan<int> lengths, string parameter, int tokens, string inputs)
    {
        long sum = Sum(lengths, parameter);
        if (sum != tokens)
        {
            throw new ArgumentException(Invariant($"{parameter} adds up to {sum} tokens; {inputs} holds {tokens}."), parameter);
        }
    }

    private static string Counted(string parameter) => parameter == "contextLengths" ? "context" : "sequence";

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
