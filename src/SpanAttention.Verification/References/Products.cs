using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

/// <summary>Dot products of floats in double.</summary>
/// <remarks>Compiled once, at full optimization, as is what calls it: tiers end there too, but a check of a second is over before they do, and would take three.</remarks>
internal static class Products
{
    /// <summary>Σ a·b.</summary>
    /// <param name="a">One vector.</param>
    /// <param name="b">The other.</param>
    /// <param name="magnitude">Σ |a·b|.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b, out double magnitude)
    {
        Vector<double> sums = Vector<double>.Zero;
        Vector<double> magnitudes = Vector<double>.Zero;
        int x = 0;
        for (; x <= a.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(a[x..]), out Vector<double> aLow, out Vector<double> aHigh);
            Vector.Widen(new Vector<float>(b[x..]), out Vector<double> bLow, out Vector<double> bHigh);
            Vector<double> low = aLow * bLow;
            Vector<double> high = aHigh * bHigh;
            sums += low + high;
            magnitudes += Vector.Abs(low) + Vector.Abs(high);
        }

        double sum = Vector.Sum(sums);
        magnitude = Vector.Sum(magnitudes);
        for (; x < a.Length; x++)
        {
            double product = (double)a[x] * b[x];
            sum += product;
            magnitude += Math.Abs(product);
        }

        return sum;
    }

    /// <summary>Σ a·b, where b errs.</summary>
    /// <param name="a">One vector.</param>
    /// <param name="b">The other.</param>
    /// <param name="errors">How far it may be off.</param>
    /// <param name="magnitude">Σ |a·b|.</param>
    /// <param name="error">Σ |a| · error.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<double> b, ReadOnlySpan<double> errors, out double magnitude, out double error)
    {
        Vector<double> sums = Vector<double>.Zero;
        Vector<double> magnitudes = Vector<double>.Zero;
        Vector<double> weighted = Vector<double>.Zero;
        int x = 0;
        for (; Vector.IsHardwareAccelerated && x <= a.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(a[x..]), out Vector<double> low, out Vector<double> high);
            Vector<double> lowProduct = low * new Vector<double>(b[x..]);
            Vector<double> highProduct = high * new Vector<double>(b[(x + Vector<double>.Count)..]);
            sums += lowProduct + highProduct;
            magnitudes += Vector.Abs(lowProduct) + Vector.Abs(highProduct);
            weighted += (Vector.Abs(low) * new Vector<double>(errors[x..])) + (Vector.Abs(high) * new Vector<double>(errors[(x + Vector<double>.Count)..]));
        }

        double sum = Vector.Sum(sums);
        magnitude = Vector.Sum(magnitudes);
        error = Vector.Sum(weighted);
        for (; x < a.Length; x++)
        {
            sum += a[x] * b[x];
            magnitude += Math.Abs(a[x] * b[x]);
            error += Math.Abs(a[x]) * errors[x];
        }

        return sum;
    }

    /// <summary>Σ a·b, where both err.</summary>
    /// <param name="a">One vector.</param>
    /// <param name="aErrors">How far it may be off.</param>
    /// <param name="b">The other.</param>
    /// <param name="bErrors">How far it may be off.</param>
    /// <param name="magnitude">Σ |a·b|.</param>
    /// <param name="error">How far the sum may be off for it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> aErrors, ReadOnlySpan<double> b, ReadOnlySpan<double> bErrors, out double magnitude, out double error)
    {
        Vector<double> sums = Vector<double>.Zero;
        Vector<double> magnitudes = Vector<double>.Zero;
        Vector<double> errors = Vector<double>.Zero;
        int x = 0;
        for (; Vector.IsHardwareAccelerated && x <= a.Length - Vector<double>.Count; x += Vector<double>.Count)
        {
            (Vector<double> left, Vector<double> right, Vector<double> rightError) = (new(a[x..]), new(b[x..]), new(bErrors[x..]));
            sums += left * right;
            magnitudes += Vector.Abs(left * right);
            errors += (Vector.Abs(left) * rightError) + ((Vector.Abs(right) + rightError) * new Vector<double>(aErrors[x..]));
        }

        double sum = Vector.Sum(sums);
        magnitude = Vector.Sum(magnitudes);
        error = Vector.Sum(errors);
        for (; x < a.Length; x++)
        {
            sum += a[x] * b[x];
            magnitude += Math.Abs(a[x] * b[x]);
            error += (Math.Abs(a[x]) * bErrors[x]) + ((Math.Abs(b[x]) + bErrors[x]) * aErrors[x]);
        }

        return sum;
    }

    /// <summary>sums += weight · values, where both err, and errors by as much as that may be off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(double weight, double error, ReadOnlySpan<double> values, ReadOnlySpan<double> valueErrors, Span<double> sums, Span<double> errors)
    {
        int x = 0;
        for (; Vector.IsHardwareAccelerated && x <= values.Length - Vector<double>.Count; x += Vector<double>.Count)
        {
            Vector<double> value = new(values[x..]);
            (new Vector<double>(sums[x..]) + (weight * value)).CopyTo(sums[x..]);
            (new Vector<double>(errors[x..]) + (error * Vector.Abs(value)) + ((weight + error) * new Vector<double>(valueErrors[x..]))).CopyTo(errors[x..]);
        }

        for (; x < values.Length; x++)
        {
            sums[x] += weight * values[x];
            errors[x] += (error * Math.Abs(values[x])) + ((weight + error) * valueErrors[x]);
        }
    }

    /// <summary>sums += weight · values, and errors += error · |values|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(double weight, double error, ReadOnlySpan<float> values, Span<double> sums, Span<double> errors)
    {
        int x = 0;
        for (; x <= values.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[x..]), out Vector<double> low, out Vector<double> high);
            Add(weight, error, low, sums[x..], errors[x..]);
            Add(weight, error, high, sums[(x + Vector<double>.Count)..], errors[(x + Vector<double>.Count)..]);
        }

        for (; x < values.Length; x++)
        {
            double value = values[x];
            sums[x] += weight * value;
            errors[x] += error * Math.Abs(value);
        }
    }

    /// <summary>The largest |a|; 0 of none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Largest(ReadOnlySpan<float> a)
    {
        Vector<float> largest = Vector<float>.Zero;
        int x = 0;
        for (; x <= a.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            largest = Vector.Max(largest, Vector.Abs(new Vector<float>(a[x..])));
        }

        float most = 0;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            most = Math.Max(most, largest[lane]);
        }

        for (; x < a.Length; x++)
        {
            most = Math.Max(most, Math.Abs(a[x]));
        }

        return most;
    }

    private static void Add(double weight, double error, Vector<double> values, Span<double> sums, Span<double> errors)
    {
        (new Vector<double>(sums) + (weight * values)).CopyTo(sums);
        (new Vector<double>(errors) + (error * Vector.Abs(values))).CopyTo(errors);
    }
}
