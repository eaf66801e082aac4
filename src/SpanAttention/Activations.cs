using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>Activations of a feed-forward layer, in the canonical order: the same bits on every machine of the same <see cref="AttentionNumerics.Arithmetic"/>. Nothing is allocated.</summary>
public static class Activations
{
    private const int Padded = 16;

    /// <summary>destination_i = f(source_i) for a function such as <see cref="Activation.Gelu"/>.</summary>
    /// <remarks>NaN stays NaN, and ±∞ go to their limits. <see cref="Activation.None"/> copies.</remarks>
    /// <param name="activation">The function.</param>
    /// <param name="source">Numbers of any shape.</param>
    /// <param name="destination">As many; may be longer. It may be the source itself, but must not overlap it otherwise.</param>
    /// <exception cref="ArgumentException">The destination is shorter than the source, or overlaps it in part.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="activation"/> is none of those that there are.</exception>
    public static void Apply(Activation activation, ReadOnlySpan<float> source, Span<float> destination)
    {
        SpanShape.AtLeast(destination.Length, source.Length, 1, nameof(destination), "numbers of the source × 1");
        SpanShape.SameOrDisjoint(destination, source.Length, source, nameof(destination), nameof(source));
        switch (activation)
        {
            case Activation.None:
                source.CopyTo(destination);
                break;
            case Activation.Relu:
                Apply<Relu>(source, destination);
                break;
            case Activation.Gelu:
                Apply<Gelu>(source, destination);
                break;
            case Activation.GeluTanh:
                Apply<GeluTanh>(source, destination);
                break;
            case Activation.QuickGelu:
                Apply<QuickGelu>(source, destination);
                break;
            case Activation.Silu:
                Apply<Silu>(source, destination);
                break;
            case Activation.Tanh:
                Apply<TanhActivation>(source, destination);
                break;
            case Activation.ReluSquared:
                Apply<ReluSquared>(source, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "activation is none of None, Relu, Gelu, GeluTanh, QuickGelu, Silu, Tanh and ReluSquared.");
        }
    }

    /// <summary>destination_i = f(source_i), as many as there are in the source.</summary>
    internal static void Apply<TFunction>(ReadOnlySpan<float> source, Span<float> destination)
        where TFunction : IElementwise
    {
        ref float first = ref MemoryMarshal.GetReference(source);
        ref float result = ref MemoryMarshal.GetReference(destination);
        if (Vector512.IsHardwareAccelerated)
        {
            Apply<TFunction, Lanes512, Vector512<float>>(ref first, source.Length, ref result);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Apply<TFunction, Lanes256, Vector256<float>>(ref first, source.Length, ref result);
        }
        else
        {
            Apply<TFunction, Lanes128, Vector128<float>>(ref first, source.Length, ref result);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TFunction, TLanes, TVector>(ref float source, int length, ref float destination)
        where TFunction : IElementwise
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        int x = 0;
        for (; x <= length - TLanes.Count; x += TLanes.Count)
        {
            TLanes.Store(TFunction.Apply<TLanes, TVector>(TLanes.Load(ref source, x)), ref destination, x);
        }

        if (x < length)
        {
            // What fills no vector goes through one beside the spans.
            Span<float> rest = stackalloc float[Padded];
            rest.Clear();
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, x), length - x).CopyTo(rest);
            ref float place = ref MemoryMarshal.GetReference(rest);
            TLanes.Store(TFunction.Apply<TLanes, TVector>(TLanes.Load(ref place, 0)), ref place, 0);
            rest[..(length - x)].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, x), length - x));
        }
    }
}
