using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <content>Steps on a score whose sum is complete.</content>
public static partial class Lanes
{
    /// <summary>The score within ±limit, and −∞ for the rows that do not see the key.</summary>
    /// <param name="score">One key's scores, a row a lane.</param>
    /// <param name="distance">Positions of the key beyond the first row: row i sees it iff i ≥ distance.</param>
    /// <param name="limit">The largest score.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Hide(Vector512<float> score, int distance, Vector512<float> limit) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector512.Create(distance)).AsSingle(), Vector512.Create(float.NegativeInfinity), Clamp(score, limit));

    /// <inheritdoc cref="Hide(Vector512{float}, int, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Hide(Vector256<float> score, int distance, Vector256<float> limit) =>
        Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(distance)).AsSingle(), Vector256.Create(float.NegativeInfinity), Clamp(score, limit));

    /// <inheritdoc cref="Hide(Vector512{float}, int, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Hide(Vector128<float> score, int distance, Vector128<float> limit) =>
        Vector128.ConditionalSelect(Vector128.LessThan(Vector128.Create(0, 1, 2, 3), Vector128.Create(distance)).AsSingle(), Vector128.Create(float.NegativeInfinity), Clamp(score, limit));

    /// <summary>Stores the score and returns the larger of it and the largest so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Store(Vector512<float> score, ref float place, Vector512<float> largest)
    {
        score.StoreUnsafe(ref place);
        return Larger(score, largest);
    }

    /// <inheritdoc cref="Store(Vector512{float}, ref float, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Store(Vector256<float> score, ref float place, Vector256<float> largest)
    {
        score.StoreUnsafe(ref place);
        return Larger(score, largest);
    }

    /// <inheritdoc cref="Store(Vector512{float}, ref float, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Store(Vector128<float> score, ref float place, Vector128<float> largest)
    {
        score.StoreUnsafe(ref place);
        return Larger(score, largest);
    }
}
