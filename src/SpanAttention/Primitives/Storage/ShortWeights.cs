using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Weights in numbers shorter than floats: rounds what <see cref="WeightPacking"/> has laid out, and gives an output's weights back.</summary>
/// <remarks>
/// A BFloat16 is a weight to nearest even. An Int8 is a weight over the scale that 32 inputs of an output share, to nearest even; the scale is the largest of their magnitudes over 127, cut to 16
/// significant bits, so that its product with 7 bits is a float, exactly. The sum of products then is that of floats, in the same order.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ShortWeights
{
    private const int Group = Transpose.RowGroup;

    // Of a float's 24 significant bits, 8 are cut.
    private const int CutBits = unchecked((int)0xFFFFFF00);

    /// <summary>Rounds weights to the upper halves of floats.</summary>
    /// <param name="weights">Whole groups of 16 outputs.</param>
    /// <param name="destination">Room for half as many floats.</param>
    public static void StoreBFloat16(ReadOnlySpan<float> weights, Span<float> destination)
    {
        Span<BFloat16Element> elements = MemoryMarshal.Cast<float, BFloat16Element>(destination);
        for (int index = 0; index < weights.Length; index++)
        {
            elements[(index & -Group) + BFloat16Element.Place(index % Group)] = BFloat16Element.Of(weights[index]);
        }
    }

    /// <summary>Rounds weights to 8 bits.</summary>
    /// <param name="weights"><c>[parts of inputs, groups of outputs, inputs of the part, 16 outputs]</c>.</param>
    /// <param name="inputs">Inputs of all parts.</param>
    /// <param name="part">Inputs of a part, fewer in the last one: all, or whole runs of 32.</param>
    /// <param name="name">The tensor's name, for whoever gave a weight that is not finite.</param>
    /// <param name="destination">Room for a quarter as many floats.</param>
    /// <param name="scales"><c>[parts, groups of outputs, runs of 32 inputs, 16 outputs]</c>.</param>
    /// <exception cref="ArgumentException">A weight is NaN or infinite.</exception>
    public static void StoreInt8(ReadOnlySpan<float> weights, int inputs, int part, string name, Span<float> destination, Span<float> scales)
    {
        RequireFinite(weights, name);
        Span<Int8Element> elements = MemoryMarshal.Cast<float, Int8Element>(destination);
        int outputs = weights.Length / Math.Max(1, inputs);
        int run = 0;
        for (int first = 0; first < inputs; first += part)
        {
            int steps = Math.Min(part, inputs - first);
            for (int group = 0; group < outputs; group += Group)
            {
                int start = (first * outputs) + (group * steps);
                for (int step = 0; step < steps; step += Int8Element.Shared, run++)
                {
                    int length = Math.Min(Int8Element.Shared, steps - step) * Group;
                    int at = start + (step * Group);
                    StoreRun(weights.Slice(at, length), elements.Slice(at, length), scales.Slice(run * Group, Group));
                }
            }
        }
    }

    /// <summary>Widens some inputs of groups of outputs, for all rows that read them: <c>[groups, steps, 16 outputs]</c>.</summary>
    /// <param name="weights">The first input of the first group.</param>
    /// <param name="inputDim">Inputs from one group to the next.</param>
    /// <param name="steps">Inputs.</param>
    /// <param name="groups">Groups of outputs.</param>
    /// <param name="destination">Room for them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ref BFloat16Element weights, int inputDim, int steps, int groups, ref float destination)
    {
        for (int group = 0; group < groups; group++)
        {
            ref BFloat16Element source = ref Unsafe.Add(ref weights, (nint)group * inputDim * Group);
            for (int step = 0; step < steps; step++)
            {
                if (Vector512.IsHardwareAccelerated)
                {
                    BFloat16Element.Load512(ref source).StoreUnsafe(ref destination);
                }
                else
                {
                    for (int lane = 0; lane < Group; lane += Vector256<float>.Count)
                    {
                        BFloat16Element.Load256(ref source, lane).StoreUnsafe(ref destination, (nuint)lane);
                    }
                }

                source = ref Unsafe.Add(ref source, Group);
                destination = ref Unsafe.Add(ref destination, Group);
            }
        }
    }

    /// <inheritdoc cref="Widen(ref BFloat16Element, int, int, int, ref float)"/>
    /// <param name="scales">The scales of that input and group: whole runs of 32 inputs lie before it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ref Int8Element weights, ref float scales, int inputDim, int steps, int groups, ref float destination)
    {
        int runs = (inputDim + Int8Element.Shared - 1) / Int8Element.Shared;
        for (int group = 0; group < groups; group++)
        {
            ref Int8Element source = ref Unsafe.Add(ref weights, (nint)group * inputDim * Group);
            ref float scale = ref Unsafe.Add(ref scales, (nint)group * runs * Group);
            for (int step = 0, end; step < steps;)
            {
                end = Math.Min(step + Int8Element.Shared, steps);
                for (; step < end; step++)
                {
                    if (Vector512.IsHardwareAccelerated)
                    {
                        (Int8Element.Load512(ref source) * Vector512.LoadUnsafe(ref scale)).StoreUnsafe(ref destination);
                    }
                    else
                    {
                        for (int lane = 0; lane < Group; lane += Vector256<float>.Count)
                        {
                            (Int8Element.Load256(ref source, lane) * Vector256.LoadUnsafe(ref scale, (nuint)lane)).StoreUnsafe(ref destination, (nuint)lane);
                        }
                    }

                    source = ref Unsafe.Add(ref source, Group);
                    destination = ref Unsafe.Add(ref destination, Group);
                }

                scale = ref Unsafe.Add(ref scale, Group);
            }
        }
    }

    /// <summary>Copies one output's weights back, as floats.</summary>
    /// <param name="weight">Element [0, 0, 0] of <c>[groups of outputs, inputs, 16 outputs]</c>.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="output">The output.</param>
    /// <param name="destination">Room for a float an input.</param>
    public static void CopyOutput(ref BFloat16Element weight, int inputs, int output, Span<float> destination)
    {
        ref BFloat16Element first = ref Unsafe.Add(ref weight, ((nint)(output / Group) * inputs * Group) + BFloat16Element.Place(output % Group));
        for (int x = 0; x < inputs; x++)
        {
            destination[x] = Unsafe.Add(ref first, (nint)x * Group).ToSingle();
        }
    }

    /// <inheritdoc cref="CopyOutput(ref BFloat16Element, int, int, Span{float})"/>
    /// <param name="scale">Element [0, 0, 0] of <c>[groups of outputs, runs of 32 inputs, 16 outputs]</c>.</param>
    public static void CopyOutput(ref Int8Element weight, ref float scale, int inputs, int output, Span<float> destination)
    {
        int runs = (inputs + Int8Element.Shared - 1) / Int8Element.Shared;
        ref Int8Element first = ref Unsafe.Add(ref weight, ((nint)(output / Group) * inputs * Group) + (output % Group));
        ref float firstScale = ref Unsafe.Add(ref scale, ((nint)(output / Group) * runs * Group) + (output % Group));
        for (int x = 0; x < inputs; x++)
        {
            destination[x] = Unsafe.Add(ref first, (nint)x * Group).ToSingle() * Unsafe.Add(ref firstScale, (nint)(x / Int8Element.Shared) * Group);
        }
    }

    private static void StoreRun(ReadOnlySpan<float> weights, Span<Int8Element> elements, Span<float> scales)
    {
        scales.Clear();
        for (int index = 0; index < weights.Length; index++)
        {
            scales[index % Group] = Math.Max(scales[index % Group], Math.Abs(weights[index]));
        }

        for (int output = 0; output < Group; output++)
        {
            scales[output] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(scales[output] / Int8Element.Largest) & CutBits);
        }

        for (int index = 0; index < weights.Length; index++)
        {
            elements[index] = Of(weights[index], scales[index % Group]);
        }
    }

    // What is cut from a scale may put the largest weight beyond 127.
    private static Int8Element Of(float weight, float scale) =>
        scale == 0 ? default : new((sbyte)Math.Clamp(MathF.Round(weight / scale), -Int8Element.Largest, Int8Element.Largest));

    private static void RequireFinite(ReadOnlySpan<float> weights, string name)
    {
        foreach (float weight in weights)
        {
            if (!float.IsFinite(weight))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} holds {weight}; weights that are stored as Int8 must be finite."), name);
            }
        }
    }
}
