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
}
