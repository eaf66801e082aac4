using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace SpanAttention.Primitives;

/// <summary>The checks of tensor spans that come before those of their memory: rank, strides and axes, each with a message in words and numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TensorShape
{
    /// <summary>Asks for a tensor of <paramref name="rank"/> axes whose elements lie side by side, the last axis fastest.</summary>
    /// <param name="lengths">The tensor's lengths.</param>
    /// <param name="strides">The tensor's strides. That of an axis with one element says nothing.</param>
    /// <param name="rank">The axes it must have.</param>
    /// <param name="parameter">The tensor's parameter name.</param>
    /// <param name="shape">The shape in numbers and words, such as <c>[tokens, 4, 32] (tokens × heads × head dim)</c>.</param>
    /// <exception cref="ArgumentException">The tensor has another rank, is strided, or holds more elements than a span can.</exception>
    public static void Dense(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides, int rank, string parameter, string shape)
    {
        if (lengths.Length != rank)
        {
            ThrowRank(lengths.Length, rank, parameter, shape);
        }

        nint elements = 1;
        bool isDense = true;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            isDense &= lengths[axis] <= 1 || strides[axis] == elements;
            elements = checked(elements * lengths[axis]);
        }

        if (elements > int.MaxValue)
        {
            ThrowTooLarge(elements, parameter, shape);
        }

        if (!isDense && elements > 0)
        {
            ThrowStrided(lengths, strides, parameter, shape);
        }
    }

    /// <summary>Asks for <paramref name="length"/> elements along an axis.</summary>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Axis(ReadOnlySpan<nint> lengths, int axis, nint length, string parameter, string words)
    {
        if (lengths[axis] != length)
        {
            ThrowAxis(lengths[axis], axis, length, parameter, words);
        }
    }

    [DoesNotReturn]
    private static void ThrowRank(int actual, int rank, string parameter, string shape) =>
        throw new ArgumentException(Invariant($"{parameter} has {actual} dimensions; {shape} needs {rank}."), parameter);

    [DoesNotReturn]
    private static void ThrowTooLarge(nint elements, string parameter, string shape) =>
        throw new ArgumentException(Invariant($"{parameter} holds {elements} elements; {shape} may hold up to {int.MaxValue}."), parameter);

    [DoesNotReturn]
    private static void ThrowStrided(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides, string parameter, string shape)
    {
        nint[] dense = new nint[lengths.Length];
        nint stride = 1;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            dense[axis] = stride;
            stride *= lengths[axis];
        }

        throw new ArgumentException(
            Invariant($"{parameter} is strided: its strides are [{string.Join(", ", strides.ToArray())}]; {shape} needs [{string.Join(", ", dense)}]. Copy it to a dense tensor first."), parameter);
    }

    [DoesNotReturn]
    private static void ThrowAxis(nint actual, int axis, nint length, string parameter, string words) =>
        throw new ArgumentException(Invariant($"{parameter} has {actual} {words} in dimension {axis}; it needs {length}."), parameter);

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
