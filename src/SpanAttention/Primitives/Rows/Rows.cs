using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Steps on a row that lies in one piece, such as context / sum.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Rows
{
    /// <summary>destination = context / sum, as a product with 1 / sum and 0 added; zeros where sum = 0.</summary>
    /// <param name="context">The row, <c>[length]</c>.</param>
    /// <param name="length">Elements.</param>
    /// <param name="sum">The sum of the row's weights.</param>
    /// <param name="destination">The first element to write.</param>
    public static void Normalize(ref float context, int length, float sum, ref float destination) =>
        Multiply(ref context, length, Reciprocal(sum), ref destination);

    /// <summary>The same, times a factor that stands for weights left out after they were summed.</summary>
    /// <inheritdoc cref="Normalize(ref float, int, float, ref float)"/>
    /// <param name="keepScale">The factor.</param>
    public static void Normalize(ref float context, int length, float sum, float keepScale, ref float destination) =>
        Multiply(ref context, length, Reciprocal(sum) * keepScale, ref destination);

    /// <summary>Multiplies a row by a factor, in place.</summary>
    /// <param name="row">The first element.</param>
    /// <param name="length">Elements.</param>
    /// <param name="factor">The factor.</param>
    public static void Scale(ref float row, int length, float factor)
    {
        for (int x = 0; x < length; x++)
        {
            Unsafe.Add(ref row, x) *= factor;
        }
    }

    /// <summary>
    /// context = context · rescale + Σ_j weights[j] · value_j over the keys whose weight is not −0: what is done for a row where a sum is NaN, be it the value of a key that is left out.
    /// </summary>
    /// <param name="weights">The row's weights, −0 for keys that are left out.</param>
    /// <param name="value">The first key's value.</param>
    /// <param name="valueStride">Floats from one value to the next.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="length">Value dimensions.</param>
    /// <param name="rescale">The row's factor.</param>
    /// <param name="context">The row's context.</param>
    public static void AddVisible(ref float weights, ref float value, nint valueStride, int keys, int length, float rescale, ref float context) =>
        AddVisible(ref weights, ref Unsafe.As<float, SingleElement>(ref value), valueStride, keys, length, rescale, ref context);

    /// <summary>The same with values as they are stored.</summary>
    /// <inheritdoc cref="AddVisible(ref float, ref float, nint, int, int, float, ref float)"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddVisible<TElement>(ref float weights, ref TElement value, nint valueStride, int keys, int length, float rescale, ref float context)
        where TElement : struct, IKeyValueElement<TElement>
    {
        for (int x = 0; x < length; x++)
        {
            int place = KeyValueRows.Place<TElement>(x, length);
            float sum = 0;
            for (int j = 0; j < keys; j++)
            {
                float weight = Unsafe.Add(ref weights, j);
                if (BitConverter.SingleToInt32Bits(weight) != int.MinValue)
                {
                    sum = Lanes.MultiplyAdd(weight, Unsafe.Add(ref value, (j * valueStride) + place).ToSingle(), sum);
                }
            }

            ref float element = ref Unsafe.Add(ref context, x);
            element = Lanes.MultiplyAdd(element, rescale, sum);
        }
    }

    private static float Reciprocal(float sum) => sum == 0 ? 0 : 1 / sum;

    private static void Multiply(ref float context, int length, float factor, ref float destination)
    {
        int x = 0;
        for (; x <= length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            Vector256<float> normalized = Lanes.MultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref context, x)), Vector256.Create(factor), Vector256<float>.Zero);
            normalized.StoreUnsafe(ref Unsafe.Add(ref destination, x));
        }

        for (; x < length; x++)
        {
            Unsafe.Add(ref destination, x) = Lanes.MultiplyAdd(Unsafe.Add(ref context, x), factor, 0);
        }
    }

    /// <summary>rows[i, x] = rows[i, x] + bias[x].</summary>
    /// <param name="rows">Element [0, 0].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">Rows.</param>
    /// <param name="bias">Element 0.</param>
    /// <param name="length">Elements of a row.</param>
    public static void AddBias(ref float rows, int stride, int count, ref float bias, int length)
    {
        for (int row = 0; row < count; row++)
        {
            ref float element = ref Unsafe.Add(ref rows, row * stride);
            Add(ref element, ref bias, length, ref element);
        }
    }

    /// <summary>rows[i, x] = f(rows[i, x]), and rows lie side by side afterwards: <c>[count, length]</c>.</summary>
    /// <param name="rows">Element [0, 0].</param>
    /// <param name="stride">Floats from one row to the next, before.</param>
    /// <param name="count">Rows.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="activation">The function f.</param>
    public static void Activate(ref float rows, int stride, int count, int length, Activation activation)
    {
        Close(ref rows, stride, count, length);
        Span<float> elements = MemoryMarshal.CreateSpan(ref rows, count * length);
        Activations.Apply(activation, elements, elements);
    }

    /// <summary>rows[i, x] = f(gates[i, x]) · rows[i, x], and rows lie side by side afterwards, as gates do: <c>[count, length]</c>.</summary>
    /// <inheritdoc cref="Activate"/>
    /// <param name="gates">Element [0, 0] of the gates, in rows of the same stride.</param>
    public static void Gate(ref float rows, int stride, int count, int length, Activation activation, ref float gates)
    {
        Activate(ref gates, stride, count, length, activation);
        Close(ref rows, stride, count, length);
        Multiply(ref rows, ref gates, count * length);
    }

    /// <summary>row[x] = row[x] · gates[x].</summary>
    /// <param name="row">The first element.</param>
    /// <param name="gates">The first factor.</param>
    /// <param name="length">Elements.</param>
    public static void Multiply(ref float row, ref float gates, int length)
    {
        int x = 0;
        for (; x <= length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            (Vector256.LoadUnsafe(ref gates, (nuint)x) * Vector256.LoadUnsafe(ref row, (nuint)x)).StoreUnsafe(ref row, (nuint)x);
        }

        for (; x < length; x++)
        {
            Unsafe.Add(ref row, x) *= Unsafe.Add(ref gates, x);
        }
    }

    /// <summary>destination[i, x] = rows[i, x], or residual[i, x] + rows[i, x].</summary>
    /// <param name="rows">Element [0, 0].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">Rows.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="residual">Element [0, 0] of what is added to, in rows as far apart as the destination's; a null reference for nothing.</param>
    /// <param name="destination">Element [0, 0]; may be the residual's, must not overlap the rows.</param>
    /// <param name="destinationStride">Floats from one row of the destination to the next.</param>
    public static void Store(ref float rows, int stride, int count, int length, ref float residual, ref float destination, int destinationStride)
    {
        for (int row = 0; row < count; row++)
        {
            ref float source = ref Unsafe.Add(ref rows, (nint)row * stride);
            ref float place = ref Unsafe.Add(ref destination, (nint)row * destinationStride);
            if (Unsafe.IsNullRef(ref residual))
            {
                MemoryMarshal.CreateReadOnlySpan(ref source, length).CopyTo(MemoryMarshal.CreateSpan(ref place, length));
            }
            else
            {
                Add(ref source, ref Unsafe.Add(ref residual, (nint)row * destinationStride), length, ref place);
            }
        }
    }

    private static void Add(ref float row, ref float residual, int length, ref float destination)
    {
        int x = 0;
        for (; x <= length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            (Vector256.LoadUnsafe(ref residual, (nuint)x) + Vector256.LoadUnsafe(ref row, (nuint)x)).StoreUnsafe(ref destination, (nuint)x);
        }

        for (; x < length; x++)
        {
            Unsafe.Add(ref destination, x) = Unsafe.Add(ref residual, x) + Unsafe.Add(ref row, x);
        }
    }

    /// <summary>Moves rows together, so that they lie side by side: <c>[count, length]</c>.</summary>
    /// <param name="rows">Element [0, 0].</param>
    /// <param name="stride">Floats from one row to the next, before.</param>
    /// <param name="count">Rows.</param>
    /// <param name="length">Elements of a row.</param>
    public static void Close(ref float rows, int stride, int count, int length)
    {
        for (int row = 1; stride > length && row < count; row++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref rows, row * stride), length).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref rows, row * length), length));
        }
    }

    /// <summary>rows[i, x] = 0; what lies between rows stays.</summary>
    /// <param name="rows">Element [0, 0].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">Rows; fewer than one for none.</param>
    /// <param name="length">Elements of a row.</param>
    public static void Clear(ref float rows, nint stride, int count, int length)
    {
        for (int row = 0; row < count; row++)
        {
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref rows, row * stride), length).Clear();
        }
    }

    /// <summary>Copies rows to where they lie side by side.</summary>
    /// <param name="rows">Element [0, 0].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">Rows.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="destination">Element [0, 0]; must not overlap the rows.</param>
    public static void Copy(ref float rows, int stride, int count, int length, ref float destination) =>
        Store(ref rows, stride, count, length, ref Unsafe.NullRef<float>(), ref destination, length);

    /// <summary>Copies rows to groups of 16 elements, <c>[group, count, 16]</c>; what is left of the last group is 0.</summary>
    /// <param name="rows">Element [0, 0].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">Rows.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="groups">Element [0, 0, 0]; must not overlap the rows.</param>
    public static void ToGroups(ref float rows, int stride, int count, int length, ref float groups)
    {
        for (int x = 0; x < length; x += Transpose.RowGroup)
        {
            ref float group = ref Unsafe.Add(ref groups, (nint)x * count);
            ref float first = ref Unsafe.Add(ref rows, x);
            if (length - x < Transpose.RowGroup)
            {
                MemoryMarshal.CreateSpan(ref group, count * Transpose.RowGroup).Clear();
                Store(ref first, stride, count, length - x, ref Unsafe.NullRef<float>(), ref group, Transpose.RowGroup);
                return;
            }

            for (int row = 0; row < count; row++)
            {
                ref float source = ref Unsafe.Add(ref first, (nint)row * stride);
                ref float place = ref Unsafe.Add(ref group, row * Transpose.RowGroup);
                Vector256.LoadUnsafe(ref source).StoreUnsafe(ref place);
                Vector256.LoadUnsafe(ref source, (nuint)Vector256<float>.Count).StoreUnsafe(ref place, (nuint)Vector256<float>.Count);
            }
        }
    }

    /// <summary>sum_i = sum_i · rescale_i + Σ_j weights[i, j], each row's weights added one after the other; four rows at a time, to hide the latency of addition.</summary>
    /// <param name="weights">Element [0, 0].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="keys">Weights of a row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="rescale">One factor a row.</param>
    /// <param name="sum">One sum a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSums(ref float weights, int stride, int keys, int rows, ref float rescale, ref float sum)
    {
        int row = 0;
        for (; row <= rows - Vector128<float>.Count; row += Vector128<float>.Count)
        {
            ref float weight = ref Unsafe.Add(ref weights, row * stride);
            float total0 = 0;
            float total1 = 0;
            float total2 = 0;
            float total3 = 0;
            for (int j = 0; j < keys; j++)
            {
                total0 += weight;
                total1 += Unsafe.Add(ref weight, stride);
                total2 += Unsafe.Add(ref weight, 2 * stride);
                total3 += Unsafe.Add(ref weight, 3 * stride);
                weight = ref Unsafe.Add(ref weight, 1);
            }

            AddTo(ref Unsafe.Add(ref sum, row), Unsafe.Add(ref rescale, row), total0);
            AddTo(ref Unsafe.Add(ref sum, row + 1), Unsafe.Add(ref rescale, row + 1), total1);
            AddTo(ref Unsafe.Add(ref sum, row + 2), Unsafe.Add(ref rescale, row + 2), total2);
            AddTo(ref Unsafe.Add(ref sum, row + 3), Unsafe.Add(ref rescale, row + 3), total3);
        }

        for (; row < rows; row++)
        {
            float total = 0;
            for (int j = 0; j < keys; j++)
            {
                total += Unsafe.Add(ref weights, (row * stride) + j);
            }

            AddTo(ref Unsafe.Add(ref sum, row), Unsafe.Add(ref rescale, row), total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref float sum, float rescale, float total) => sum = Lanes.MultiplyAdd(sum, rescale, total);
}
