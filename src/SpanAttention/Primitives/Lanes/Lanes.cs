using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <summary>The element-wise operations of the canonical order, one overload a vector width; every lane gets the same bits as the scalar overload.</summary>
/// <remarks>Called by emitted code. Tests <c>IsSupported</c> at every use: the JIT and Native AOT fold it, so one instruction remains.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Lanes
{
    /// <summary>a · b + c, rounded once in the fused canon and twice in the separate one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.IsSupported
            ? Avx512F.FusedMultiplyAdd(a, b, c)
            : Vector512.Create(MultiplyAdd(a.GetLower(), b.GetLower(), c.GetLower()), MultiplyAdd(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    /// <inheritdoc cref="MultiplyAdd(Vector512{float}, Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.IsSupported
            ? Fma.MultiplyAdd(a, b, c)
            : Vector256.Create(MultiplyAdd(a.GetLower(), b.GetLower(), c.GetLower()), MultiplyAdd(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    /// <inheritdoc cref="MultiplyAdd(Vector512{float}, Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        if (Fma.IsSupported)
        {
            return Fma.MultiplyAdd(a, b, c);
        }

        return AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(c, a, b) : (a * b) + c;
    }

    /// <inheritdoc cref="MultiplyAdd(Vector512{float}, Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) =>
        Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(a, b, c) : (float)(a * b) + c;

    /// <summary>value where value &gt; incumbent, else incumbent: a NaN value never wins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> value, Vector512<float> incumbent) =>
        Avx512F.IsSupported ? Avx512F.Max(value, incumbent) : Vector512.ConditionalSelect(Vector512.GreaterThan(value, incumbent), value, incumbent);

    /// <inheritdoc cref="Larger(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Larger(Vector256<float> value, Vector256<float> incumbent) =>
        Avx.IsSupported ? Avx.Max(value, incumbent) : Vector256.ConditionalSelect(Vector256.GreaterThan(value, incumbent), value, incumbent);

    /// <inheritdoc cref="Larger(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Larger(Vector128<float> value, Vector128<float> incumbent)
    {
        if (Sse.IsSupported)
        {
            return Sse.Max(value, incumbent);
        }

        // pmax(a, b) is b where a < b, else a.
        return PackedSimd.IsSupported ? PackedSimd.PseudoMax(incumbent, value) : Vector128.ConditionalSelect(Vector128.GreaterThan(value, incumbent), value, incumbent);
    }

    /// <summary>value, no less than −limit and no more than limit; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Clamp(Vector512<float> value, Vector512<float> limit) =>
        Avx512F.IsSupported
            ? Avx512F.Max(-limit, Avx512F.Min(limit, value))
            : Vector512.Create(Clamp(value.GetLower(), limit.GetLower()), Clamp(value.GetUpper(), limit.GetUpper()));

    /// <inheritdoc cref="Clamp(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clamp(Vector256<float> value, Vector256<float> limit) =>
        Avx.IsSupported
            ? Avx.Max(-limit, Avx.Min(limit, value))
            : Vector256.Create(Clamp(value.GetLower(), limit.GetLower()), Clamp(value.GetUpper(), limit.GetUpper()));

    /// <inheritdoc cref="Clamp(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Clamp(Vector128<float> value, Vector128<float> limit)
    {
        if (Sse.IsSupported)
        {
            // Where an operand is NaN, minps and maxps return the second one.
            return Sse.Max(-limit, Sse.Min(limit, value));
        }

        if (PackedSimd.IsSupported)
        {
            // pmin(a, b) is b where b < a, else a.
            return PackedSimd.PseudoMax(PackedSimd.PseudoMin(value, limit), -limit);
        }

        Vector128<float> capped = Vector128.ConditionalSelect(Vector128.GreaterThan(value, limit), limit, value);
        return Vector128.ConditionalSelect(Vector128.LessThan(capped, -limit), -limit, capped);
    }

    /// <summary>1 / value, and 0 where value = 0: a row that saw no key becomes exact zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Reciprocal(Vector512<float> value) =>
        Vector512.AndNot(Vector512<float>.One / value, Vector512.Equals(value, Vector512<float>.Zero));

    /// <inheritdoc cref="Reciprocal(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Reciprocal(Vector256<float> value) =>
        Vector256.AndNot(Vector256<float>.One / value, Vector256.Equals(value, Vector256<float>.Zero));

    /// <inheritdoc cref="Reciprocal(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Reciprocal(Vector128<float> value) =>
        Vector128.AndNot(Vector128<float>.One / value, Vector128.Equals(value, Vector128<float>.Zero));

    /// <summary>Tells whether some lane is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNaN(Vector512<float> value) => !Vector512.EqualsAll(value, value);

    /// <inheritdoc cref="AnyNaN(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNaN(Vector256<float> value) => !Vector256.EqualsAll(value, value);

    /// <inheritdoc cref="AnyNaN(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNaN(Vector128<float> value) => !Vector128.EqualsAll(value, value);
}
