using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <content>What happens to a score when its sum is complete.</content>
public static partial class Lanes
{
    /// <summary>The score within ±limit, and −∞ for the rows whose position lies before the key: they do not see it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Hide(Vector512<float> score, int key, Vector512<int> positions, Vector512<float> limit) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Create(key), positions).AsSingle(), Vector512.Create(float.NegativeInfinity), Clamp(score, limit));

    /// <inheritdoc cref="Hide(Vector512{float}, int, Vector512{int}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Hide(Vector256<float> score, int key, Vector256<int> positions, Vector256<float> limit) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(Vector256.Create(key), positions).AsSingle(), Vector256.Create(float.NegativeInfinity), Clamp(score, limit));

    /// <inheritdoc cref="Hide(Vector512{float}, int, Vector512{int}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Hide(Vector128<float> score, int key, Vector128<int> positions, Vector128<float> limit) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(Vector128.Create(key), positions).AsSingle(), Vector128.Create(float.NegativeInfinity), Clamp(score, limit));

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
