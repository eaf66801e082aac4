using System.Runtime.CompilerServices;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Tokens;

/// <summary>Inputs times a weight tensor, as plainly as a product can be fast: outputs in lanes, rows as broadcast numbers, 6 × 4 vectors of sums in registers, 6 × 2 where there are 16.</summary>
internal sealed class PackedProduct<TVector, TLanes>(float[] weight, int width) : IProduct
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private const int MostRows = 6;

    private readonly float[] packed = Pack(weight, width);

    /// <summary>Outputs of a tile, such as 64 in 512 bits.</summary>
    private static int Group => OutputVectors<TVector, TLanes>.Count;

    /// <summary>Each group of weights serves all rows before the next one does.</summary>
    public void Multiply(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int rows = inputs.Length / width;
        int tiles = (rows + MostRows - 1) / MostRows;
        for (int group = 0; group < width; group += Group)
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                // Rows are shared evenly: 4 and 3, not 6 and 1.
                int first = rows * tile / tiles;
                int end = rows * (tile + 1) / tiles;
                MultiplyTile(end - first, inputs[(first * width)..(end * width)], group, outputs[((first * width) + group)..]);
            }
        }
    }

    /// <summary>From [out, in] to [out / group, in, group].</summary>
    private static float[] Pack(float[] weight, int width)
    {
        float[] packed = new float[weight.Length];
        for (int i = 0; i < packed.Length; i++)
        {
            int output = (i / (Group * width) * Group) + (i % Group);
            int input = i / Group % width;
            packed[i] = weight[(output * width) + input];
        }

        return packed;
    }

    private void MultiplyTile(int rows, ReadOnlySpan<float> inputs, int group, Span<float> outputs)
    {
        ref float firstInput = ref Unsafe.AsRef(in inputs[0]);
        ref float firstWeight = ref packed[group * width];
        ref float firstOutput = ref outputs[0];
        switch (rows)
        {
            case 1:
                MultiplyTile<OneRow>(ref firstInput, ref firstWeight, ref firstOutput);
                break;
            case 2:
                MultiplyTile<TwoRows>(ref firstInput, ref firstWeight, ref firstOutput);
                break;
            case 3:
                MultiplyTile<ThreeRows>(ref firstInput, ref firstWeight, ref firstOutput);
                break;
            case 4:
                MultiplyTile<FourRows>(ref firstInput, ref firstWeight, ref firstOutput);
                break;
            case 5:
                MultiplyTile<FiveRows>(ref firstInput, ref firstWeight, ref firstOutput);
                break;
            default:
                MultiplyTile<SixRows>(ref firstInput, ref firstWeight, ref firstOutput);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyTile<TRows>(ref float inputs, ref float weights, ref float outputs)
        where TRows : struct, IRowCount
    {
        nuint stride = (nuint)width;
        nuint group = (nuint)Group; // in the loop it would be a call
        OutputVectors<TVector, TLanes> a = default, b = default, c = default, d = default, e = default, f = default;
        for (nuint i = 0; i < stride; i++)
        {
            OutputVectors<TVector, TLanes> step = OutputVectors<TVector, TLanes>.Load(ref weights);
            weights = ref Unsafe.Add(ref weights, group);
            a = a.Add(step, Unsafe.Add(ref inputs, i));
            b = TRows.Rows > 1 ? b.Add(step, Unsafe.Add(ref inputs, stride + i)) : b;
            c = TRows.Rows > 2 ? c.Add(step, Unsafe.Add(ref inputs, (2 * stride) + i)) : c;
            d = TRows.Rows > 3 ? d.Add(step, Unsafe.Add(ref inputs, (3 * stride) + i)) : d;
            e = TRows.Rows > 4 ? e.Add(step, Unsafe.Add(ref inputs, (4 * stride) + i)) : e;
            f = TRows.Rows > 5 ? f.Add(step, Unsafe.Add(ref inputs, (5 * stride) + i)) : f;
        }

        Store<TRows>(0, a, ref outputs);
        Store<TRows>(1, b, ref outputs);
        Store<TRows>(2, c, ref outputs);
        Store<TRows>(3, d, ref outputs);
        Store<TRows>(4, e, ref outputs);
        Store<TRows>(5, f, ref outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store<TRows>(int row, OutputVectors<TVector, TLanes> sums, ref float outputs)
        where TRows : struct, IRowCount
    {
        if (row < TRows.Rows)
        {
            sums.Store(ref Unsafe.Add(ref outputs, row * width));
        }
    }
}
