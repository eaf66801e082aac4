using System.Globalization;
using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

/// <summary>Compares tensors, and says in words where they first differ.</summary>
internal static class Comparison
{
    /// <summary>Contexts against numbers that they may differ from by a bound.</summary>
    public static Violation? Contexts(AttentionCase source, double[] expected, float[] actual, double[] bounds) =>
        Close(expected, actual, bounds, index => ContextPlace(source, index));

    /// <summary>Contexts against those of another call: bit for bit if the routine promises it, else within a bound.</summary>
    public static Violation? Contexts(AttentionRoutine routine, AttentionCase source, float[] expected, float[] actual, double[] bounds) =>
        routine.Promises.HasFlag(AttentionPromises.SameBits)
            ? Same(expected, actual, index => ContextPlace(source, index), index => !double.IsNaN(bounds[index]))
            : Contexts(source, expected.ToDouble(), actual, bounds);

    /// <summary>Numbers within a bound each; infinities must be the same. A bound of NaN asks for nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Violation? Close(double[] expected, float[] actual, double[] bounds, Func<int, string> place)
    {
        for (int index = 0; index < actual.Length; index++)
        {
            if (!double.IsNaN(bounds[index]) && !expected[index].Equals(actual[index]) && !(Math.Abs(expected[index] - actual[index]) <= bounds[index]))
            {
                return new Violation(place(index), $"{Number(expected[index])} ± {Number(bounds[index])}", Words(actual[index]));
            }
        }

        return null;
    }

    /// <summary>Numbers within one bound; infinities must be the same.</summary>
    public static Violation? Close(double[] expected, float[] actual, double bound, Func<int, string> place)
    {
        double[] bounds = new double[expected.Length];
        bounds.AsSpan().Fill(bound);
        return Close(expected, actual, bounds, place);
    }

    /// <summary>Bit for bit, NaN payloads aside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Violation? Same(float[] expected, float[] actual, Func<int, string> place, Func<int, bool>? asks = null)
    {
        for (int index = 0; index < actual.Length; index++)
        {
            bool same = BitConverter.SingleToInt32Bits(expected[index]) == BitConverter.SingleToInt32Bits(actual[index]);
            if (!same && !(float.IsNaN(expected[index]) && float.IsNaN(actual[index])) && asks?.Invoke(index) != false)
            {
                return new Violation(place(index), $"the bits of {Number(expected[index])}", Words(actual[index]));
            }
        }

        return null;
    }

    /// <summary>Within a bound on one number; one of NaN asks for nothing.</summary>
    public static Violation? Close(double expected, double actual, double bound, string place) =>
        double.IsNaN(bound) || Math.Abs(expected - actual) <= bound ? null : new Violation(place, $"{Number(expected)} ± {Number(bound)}", Number(actual));

    public static string ContextPlace(AttentionCase source, int index)
    {
        AttentionShape shape = source.Shape;
        int x = index % shape.ValueDim;
        int tokenAndHead = index / shape.ValueDim;
        return shape.Layout == AttentionLayout.HeadsFirst
            ? ContextPlace(tokenAndHead % source.QueryLength, tokenAndHead / source.QueryLength, x)
            : ContextPlace(tokenAndHead / shape.Heads, tokenAndHead % shape.Heads, x);
    }

    public static string ContextPlace(int row, int head, int x) => $"context of query {row}, head {head}, element {x}";

    public static string RowPlace(AttentionCase source, string tensor, int index) => $"{tensor} of query {index % source.QueryLength}, head {index / source.QueryLength}";

    public static string PairPlace(AttentionCase source, string tensor, int index) =>
        $"{RowPlace(source, tensor, index / source.KeyLength)}, key {index % source.KeyLength}";

    /// <summary>A number that a call gave, or that it gave none.</summary>
    public static string Words(float number) => Canary.IsUnwritten(number) ? "not written" : Number(number);

    public static string Number(double number) => number.ToString("G9", CultureInfo.InvariantCulture);
}
