using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <summary>
/// Rows whose largest exponent is so far from zero that its rounding error alone would spoil the exponential: they subtract their maximum exactly, before the product.
/// </summary>
/// <remarks>In the fused canon such rows are rare, and the others pay one comparison a tile.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FarRows
{
    // 2^20: a float there is a multiple of 1/8, so a rounded shift is off by 1/16 at most, the same for every key of the row.
    private const float FarWhenFused = 1048576f;

    /// <summary>Tells whether every row with a shift is far, as in the separate canon: without fused multiply-add a key's product is rounded on its own, which no row can afford.</summary>
    public static bool AreUsual
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !Fma.IsSupported && !AdvSimd.IsSupported;
    }

    private static float Far
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AreUsual ? 0 : FarWhenFused;
    }

    /// <summary>Tells whether |shift| lies beyond the bound of the running canon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFar(float shift) => MathF.Abs(shift) > Far;

    /// <summary>The rows with |shift| beyond the bound of the running canon, as a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Find(Vector512<float> shift) => Vector512.GreaterThan(Vector512.Abs(shift), Vector512.Create(Far));

    /// <inheritdoc cref="Find(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Find(Vector256<float> shift) => Vector256.GreaterThan(Vector256.Abs(shift), Vector256.Create(Far));

    /// <inheritdoc cref="Find(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Find(Vector128<float> shift) => Vector128.GreaterThan(Vector128.Abs(shift), Vector128.Create(Far));

    /// <summary>Tells whether some row is far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector256<float> shift) => !Vector256.EqualsAll(Find(shift).AsInt32(), Vector256<int>.Zero);

    /// <inheritdoc cref="Any(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector128<float> shift) => !Vector128.EqualsAll(Find(shift).AsInt32(), Vector128<int>.Zero);

    /// <summary>Subtracts its maximum from the scores of every far row; other rows stay.</summary>
    /// <param name="scores">Scores, <c>[groups, keys, 16 rows]</c>.</param>
    /// <param name="groupStride">Floats from one group of rows to the next.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="maximum">The rows' maxima, readable to a multiple of 16 rows.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="scaleLog2E">scale · log2 e.</param>
    public static void Anchor(ref float scores, int groupStride, int keys, ref float maximum, int rows, float scaleLog2E)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            Anchor<Lanes256, Vector256<float>>(ref scores, groupStride, keys, ref maximum, rows, scaleLog2E);
        }
        else
        {
            Anchor<Lanes128, Vector128<float>>(ref scores, groupStride, keys, ref maximum, rows, scaleLog2E);
        }
    }

    private static void Anchor<TLanes, TVector>(ref float scores, int groupStride, int keys, ref float maximum, int rows, float scaleLog2E)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            TVector largest = TLanes.Load(ref maximum, row);
            TVector far = TLanes.Far(TLanes.Multiply(largest, TLanes.Fill(scaleLog2E)));
            if (TLanes.Any(far))
            {
                int start = (row / Transpose.RowGroup * groupStride) + (row % Transpose.RowGroup);
                Subtract<TLanes, TVector>(ref Unsafe.Add(ref scores, start), keys, TLanes.Only(largest, far));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Subtract<TLanes, TVector>(ref float scores, int keys, TVector anchor)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        for (int j = 0; j < keys; j++)
        {
            TLanes.Store(TLanes.Subtract(TLanes.Load(ref scores, j * Transpose.RowGroup), anchor), ref scores, j * Transpose.RowGroup);
        }
    }
}
