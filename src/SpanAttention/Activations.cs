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
        Run(activation, source, gradient: [], destination);
    }

    /// <summary>sourceGradient_i = destinationGradient_i · f′(source_i): how a loss changes with what <see cref="Apply(Activation, ReadOnlySpan{float}, Span{float})"/> was given.</summary>
    /// <remarks>At ±∞ the slope is its limit; that of <see cref="Activation.Relu"/> at 0 is 0. NaN stays NaN.</remarks>
    /// <param name="activation">The function.</param>
    /// <param name="source">Numbers of any shape, as they were before the function.</param>
    /// <param name="destinationGradient">As many: the loss's slope by each result.</param>
    /// <param name="sourceGradient">As many; may be longer. It may be the source or the gradient itself, but must not overlap them otherwise.</param>
    /// <exception cref="ArgumentException">A length is another one, or the source's gradient overlaps an input in part.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="activation"/> is none of those that there are.</exception>
    public static void Backward(Activation activation, ReadOnlySpan<float> source, ReadOnlySpan<float> destinationGradient, Span<float> sourceGradient)
    {
        SpanShape.Exactly(destinationGradient.Length, source.Length, nameof(destinationGradient), "numbers of the source");
        SpanShape.AtLeast(sourceGradient.Length, source.Length, 1, nameof(sourceGradient), "numbers of the source × 1");
        SpanShape.SameOrDisjoint(sourceGradient, source.Length, source, nameof(sourceGradient), nameof(source));
        SpanShape.SameOrDisjoint(sourceGradient, source.Length, destinationGradient, nameof(sourceGradient), nameof(destinationGradient));
        Run(activation, source, destinationGradient, sourceGradient);
    }

    /// <summary>destination_i = f(source_i), or gradient_i · f′(source_i) where there is a gradient.</summary>
    private static void Run(Activation activation, ReadOnlySpan<float> source, ReadOnlySpan<float> gradient, Span<float> destination)
    {
        switch (activation)
        {
            case Activation.None:
                (gradient.IsEmpty ? source : gradient).CopyTo(destination);
                break;
            case Activation.Relu:
                Run<Relu>(source, gradient, destination);
                break;
            case Activation.Gelu:
                Run<Gelu>(source, gradient, destination);
                break;
            case Activation.GeluTanh:
                Run<GeluTanh>(source, gradient, destination);
                break;
            case Activation.QuickGelu:
                Run<QuickGelu>(source, gradient, destination);
                break;
            case Activation.Silu:
                Run<Silu>(source, gradient, destination);
                break;
            case Activation.Tanh:
                Run<TanhActivation>(source, gradient, destination);
                break;
            case Activation.ReluSquared:
                Run<ReluSquared>(source, gradient, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "activation is none of None, Relu, Gelu, GeluTanh, QuickGelu, Silu, Tanh and ReluSquared.");
        }
    }

    private static void Run<TFunction>(ReadOnlySpan<float> source, ReadOnlySpan<float> gradient, Span<float> destination)
        where TFunction : IElementwise
    {
        if (gradient.IsEmpty)
        {
            Apply<TFunction>(source, destination);
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            Backward<TFunction, Lanes512, Vector512<float>>(source, gradient, destination);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Backward<TFunction, Lanes256, Vector256<float>>(source, gradient, destination);
        }
        else
        {
            Backward<TFunction, Lanes128, Vector128<float>>(source, gradient, destination);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<TFunction, TLanes, TVector>(ReadOnlySpan<float> source, ReadOnlySpan<float> gradient, Span<float> destination)
        where TFunction : IElementwise
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        ref float first = ref MemoryMarshal.GetReference(source);
        ref float slopes = ref MemoryMarshal.GetReference(gradient);
        ref float result = ref MemoryMarshal.GetReference(destination);
        int x = 0;
        for (; x <= source.Length - TLanes.Count; x += TLanes.Count)
        {
            TLanes.Store(TLanes.Multiply(TLanes.Load(ref slopes, x), TFunction.Slope<TLanes, TVector>(TLanes.Load(ref first, x))), ref result, x);
        }

        if (x < source.Length)
        {
            // What fills no vector goes through one beside the spans.
            Span<float> rest = stackalloc float[2 * Padded];
            rest.Clear();
            source[x..].CopyTo(rest);
            gradient[x..].CopyTo(rest[Padded..]);
            ref float place = ref MemoryMarshal.GetReference(rest);
            TLanes.Store(TLanes.Multiply(TLanes.Load(ref place, Padded), TFunction.Slope<TLanes, TVector>(TLanes.Load(ref place, 0))), ref place, 0);
            rest[..(source.Length - x)].CopyTo(destination[x..]);
        }
    }
}
