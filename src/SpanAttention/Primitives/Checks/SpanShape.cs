using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>The checks that come before anything is written: lengths, ranges and overlap, each with a message in words and numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SpanShape
{
    /// <summary>The tokens that a span of <paramref name="length"/> elements holds.</summary>
    /// <param name="length">Elements of the span.</param>
    /// <param name="width">Elements of one token.</param>
    /// <param name="parameter">The span's parameter name.</param>
    /// <param name="shape">The shape in numbers and words, such as <c>[tokens, 4, 32] (tokens × heads × head dim)</c>.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the width.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Tokens(int length, int width, string parameter, string shape)
    {
        if (length % width != 0)
        {
            ThrowNotMultiple(length, width, parameter, shape);
        }

        return length / width;
    }

    /// <summary>The tokens that a span of <paramref name="length"/> elements holds where they start <paramref name="stride"/> elements apart: the last one may be followed by what lies between tokens, or end the span.</summary>
    /// <param name="length">Elements of the span.</param>
    /// <param name="width">Elements of one token.</param>
    /// <param name="stride">Elements from one token to the next.</param>
    /// <param name="parameter">The span's parameter name.</param>
    /// <param name="shape">The shape in numbers and words, such as <c>[tokens, 4, 32] (tokens × heads × head dim)</c>.</param>
    /// <exception cref="ArgumentException">The last token is cut off.</exception>
    public static int StridedTokens(int length, int width, int stride, string parameter, string shape)
    {
        int tokens = (int)(((long)length + stride - 1) / stride);
        int last = length - (int)((tokens - 1L) * stride);
        if (tokens > 0 && last < width)
        {
            throw new ArgumentException(Invariant($"{parameter} holds {length} elements; {shape} with tokens {stride} apart leaves {last} for the last one, which needs {width}."), parameter);
        }

        return tokens;
    }

    /// <summary>Elements from the first of some tokens to the end of the last.</summary>
    public static long StridedExtent(int tokens, int width, int stride) => tokens == 0 ? 0 : ((tokens - 1L) * stride) + width;

    /// <summary>Asks for <paramref name="tokens"/> tokens that start <paramref name="stride"/> elements apart: the last one may be followed by what lies between tokens, or end the span.</summary>
    /// <exception cref="ArgumentException">The span is shorter or longer.</exception>
    public static void Strided(int length, int tokens, int width, int stride, string parameter, string words)
    {
        long least = StridedExtent(tokens, width, stride);
        if (length < least || length > (long)tokens * stride)
        {
            throw new ArgumentException(Invariant($"{parameter} holds {length} elements; {tokens} tokens of {width} ({words}), {stride} apart, need {least} to {(long)tokens * stride}."), parameter);
        }
    }

    /// <summary>Asks for exactly <paramref name="d0"/> × <paramref name="d1"/> × <paramref name="d2"/> elements.</summary>
    /// <exception cref="ArgumentException">The span is shorter or longer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exactly(int length, int d0, int d1, int d2, string parameter, string words)
    {
        if (length != (long)d0 * d1 * d2)
        {
            ThrowLength(length, d0, d1, d2, parameter, words);
        }
    }

    /// <inheritdoc cref="Exactly(int, int, int, int, string, string)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exactly(int length, int d0, int d1, string parameter, string words)
    {
        if (length != (long)d0 * d1)
        {
            ThrowLength(length, d0, d1, parameter, words);
        }
    }

    /// <summary>Asks for exactly <paramref name="d0"/> elements.</summary>
    /// <exception cref="ArgumentException">The span is shorter or longer.</exception>
    public static void Exactly(int length, int d0, string parameter, string words)
    {
        if (length != d0)
        {
            throw new ArgumentException(Invariant($"{parameter} holds {length} elements; [{d0}] ({words}) needs {d0}."), parameter);
        }
    }

    /// <summary>Asks for exactly so many elements, however their axes are summed up.</summary>
    /// <exception cref="ArgumentException">The span is shorter or longer.</exception>
    public static void All(int length, long elements, string parameter, string words)
    {
        if (length != elements)
        {
            throw new ArgumentException(Invariant($"{parameter} holds {length} elements; {elements} are needed ({words})."), parameter);
        }
    }

    /// <summary>Asks for at least <paramref name="d0"/> × <paramref name="d1"/> × <paramref name="d2"/> elements.</summary>
    /// <exception cref="ArgumentException">The span is shorter.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AtLeast(int length, int d0, int d1, int d2, string parameter, string words)
    {
        if (length < (long)d0 * d1 * d2)
        {
            ThrowLength(length, d0, d1, d2, parameter, words);
        }
    }

    /// <inheritdoc cref="AtLeast(int, int, int, int, string, string)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AtLeast(int length, int d0, int d1, string parameter, string words)
    {
        if (length < (long)d0 * d1)
        {
            ThrowLength(length, d0, d1, parameter, words);
        }
    }

    /// <inheritdoc cref="AtLeast(int, int, int, int, string, string)"/>
    public static void AtLeast(int length, int d0, string parameter, string words)
    {
        if (length < d0)
        {
            throw new ArgumentException(Invariant($"{parameter} holds {length} elements; [{d0}] ({words}) needs {d0}."), parameter);
        }
    }

    /// <summary>Asks for an optional tensor that is not declared to be left out.</summary>
    /// <exception cref="ArgumentException">The span is not empty.</exception>
    public static void Empty(int length, string parameter, string property)
    {
        if (length != 0)
        {
            throw new ArgumentException(Invariant($"{parameter} holds {length} elements; the layer declares no such tensor ({property}), so it must be empty."), parameter);
        }
    }

    /// <summary>Asks for a count from 0 to <paramref name="maximum"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Count(int count, int maximum, string parameter, string words)
    {
        if ((uint)count > (uint)maximum)
        {
            ThrowCount(count, maximum, parameter, words);
        }
    }

    /// <summary>Asks for a part of all keys that begins with a tile: so many keys from the first of them on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The first key is not a multiple of 64, or the part ends beyond all keys, or these are more than positions count.</exception>
    public static void Part(int firstKey, int keys, int totalKeys)
    {
        if ((uint)totalKeys > RunningState.MostKeys)
        {
            throw new ArgumentOutOfRangeException(nameof(totalKeys), totalKeys, Invariant($"totalKeys is {totalKeys}; it counts the keys of all parts and may be 0 to {RunningState.MostKeys}."));
        }

        if (firstKey % 64 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(firstKey), firstKey, Invariant($"firstKey is {firstKey}; parts begin at multiples of 64 keys, where tiles begin."));
        }

        if (firstKey < 0 || firstKey > totalKeys - keys)
        {
            throw new ArgumentOutOfRangeException(nameof(firstKey), firstKey, Invariant($"firstKey is {firstKey}; a part of {keys} keys of {totalKeys} begins at 0 to {totalKeys - keys}."));
        }
    }

    /// <summary>Asks for an index below <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Index(int index, int count, string parameter, string words)
    {
        if ((uint)index >= (uint)count)
        {
            ThrowIndex(index, count, parameter, words);
        }
    }

    /// <summary>Asks that the <paramref name="written"/> first elements of <paramref name="destination"/> share no memory with an input.</summary>
    /// <remarks>A product of declared lengths may be more than any span holds, which whoever asks for so much is told before: as a <see langword="long"/> it still compiles.</remarks>
    /// <exception cref="ArgumentException">They overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Disjoint(ReadOnlySpan<float> destination, long written, ReadOnlySpan<float> input, string destinationName, string inputName)
    {
        if (destination[..(int)written].Overlaps(input))
        {
            ThrowOverlap(destinationName, inputName);
        }
    }

    /// <inheritdoc cref="Disjoint(ReadOnlySpan{float}, long, ReadOnlySpan{float}, string, string)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Disjoint(ReadOnlySpan<float> destination, long written, ReadOnlySpan<bool> input, string destinationName, string inputName)
    {
        if (written > 0 && !input.IsEmpty && IsWithin(destination, written, input))
        {
            ThrowOverlap(destinationName, inputName);
        }
    }

    /// <inheritdoc cref="Disjoint(ReadOnlySpan{float}, long, ReadOnlySpan{float}, string, string)"/>
    public static void Disjoint(ReadOnlySpan<float> destination, long written, ReadOnlySpan<int> input, string destinationName, string inputName) =>
        Disjoint(destination, written, MemoryMarshal.Cast<int, float>(input), destinationName, inputName);

    /// <summary>Asks for positions from 0 on, and −1 for tokens that are not rotated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position is less.</exception>
    public static void Positions(ReadOnlySpan<int> positions, string parameter)
    {
        for (int token = 0; token < positions.Length; token++)
        {
            if (positions[token] < -1)
            {
                throw new ArgumentOutOfRangeException(
                    parameter, positions[token], Invariant($"{parameter}[{token}], of token {token}, is {positions[token]}; positions are counted from 0, and −1 is a token that is not rotated."));
            }
        }
    }

    /// <summary>Asks that two spans are the same memory or share none: results may be written in place, not beside the place.</summary>
    /// <exception cref="ArgumentException">They overlap in part.</exception>
    public static void SameOrDisjoint(ReadOnlySpan<float> destination, int written, ReadOnlySpan<float> input, string destinationName, string inputName)
    {
        if (destination[..written].Overlaps(input, out int offset) && offset != 0)
        {
            throw new ArgumentException(Invariant($"{destinationName} starts {Math.Abs((long)offset)} elements away from {inputName} and overlaps it; write in place or to other memory."), destinationName);
        }
    }

    /// <summary>Asks that the tokens of two results share no memory. Where tokens start equally far apart they may take turns, as slices of the same rows.</summary>
    /// <param name="first">A result.</param>
    /// <param name="firstWritten">Elements from its first token to the end of its last.</param>
    /// <param name="firstWidth">Elements of its tokens.</param>
    /// <param name="firstStride">Elements from one of its tokens to the next.</param>
    /// <param name="second">Another result.</param>
    /// <param name="secondWritten">The same of that.</param>
    /// <param name="secondWidth">The same of that.</param>
    /// <param name="secondStride">The same of that.</param>
    /// <param name="firstName">The first one's parameter name.</param>
    /// <param name="secondName">The second one's.</param>
    /// <exception cref="ArgumentException">They overlap.</exception>
    public static void TakeTurns(
        ReadOnlySpan<float> first, long firstWritten, int firstWidth, int firstStride, ReadOnlySpan<float> second, long secondWritten, int secondWidth, int secondStride, string firstName, string secondName)
    {
        if (!first[..(int)firstWritten].Overlaps(second[..(int)secondWritten]))
        {
            return;
        }

        // Bytes from one of the first tokens to the second one behind it
        nint stride = (nint)firstStride * sizeof(float);
        nint distance = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(first), ref MemoryMarshal.GetReference(second)) % stride;
        distance += distance < 0 ? stride : 0;
        if (firstStride != secondStride || distance < (nint)firstWidth * sizeof(float) || distance + ((nint)secondWidth * sizeof(float)) > stride)
        {
            ThrowOverlap(firstName, secondName);
        }
    }

    // By addresses: half a billion floats are more bytes than a span of bytes counts.
    private static bool IsWithin(ReadOnlySpan<float> destination, long written, ReadOnlySpan<bool> input)
    {
        nint start = Unsafe.ByteOffset(ref Unsafe.As<float, bool>(ref MemoryMarshal.GetReference(destination)), ref MemoryMarshal.GetReference(input));
        return start < (nint)written * sizeof(float) && start > -input.Length;
    }

    [DoesNotReturn]
    private static void ThrowNotMultiple(int length, int width, string parameter, string shape) =>
        throw new ArgumentException(Invariant($"{parameter} holds {length} elements; {shape} needs a multiple of {width}."), parameter);

    [DoesNotReturn]
    private static void ThrowLength(int length, int d0, int d1, int d2, string parameter, string words) =>
        throw new ArgumentException(Invariant($"{parameter} holds {length} elements; [{d0}, {d1}, {d2}] ({words}) needs {(long)d0 * d1 * d2}."), parameter);

    [DoesNotReturn]
    private static void ThrowLength(int length, int d0, int d1, string parameter, string words) =>
        throw new ArgumentException(Invariant($"{parameter} holds {length} elements; [{d0}, {d1}] ({words}) needs {(long)d0 * d1}."), parameter);

    [DoesNotReturn]
    private static void ThrowCount(int count, int maximum, string parameter, string words) =>
        throw new ArgumentOutOfRangeException(parameter, count, Invariant($"{parameter} is {count}; it counts {words} and may be 0 to {maximum}."));

    [DoesNotReturn]
    private static void ThrowIndex(int index, int count, string parameter, string words) =>
        throw new ArgumentOutOfRangeException(parameter, index, Invariant($"{parameter} is {index}; there are {count} {words}, counted from 0."));

    [DoesNotReturn]
    private static void ThrowOverlap(string destinationName, string inputName) =>
        throw new ArgumentException($"{destinationName} overlaps {inputName}; what is written must not share memory with an input or another result.", destinationName);

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
