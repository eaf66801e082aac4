using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Gates of a layer's contexts, projected from the inputs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ContextGate
{
    /// <summary>contexts[i, x] = contexts[i, x] · σ(gates[i, x]).</summary>
    /// <param name="contexts"><c>[tokens, width]</c>.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="width">Floats of all heads of a token.</param>
    /// <param name="gates"><c>[tokens, stride]</c>; holds σ of the gates afterwards.</param>
    /// <param name="stride">Floats from one token's gates to the next.</param>
    public static void Apply(ref float contexts, int tokens, int width, ref float gates, int stride)
    {
        for (int token = 0; token < tokens; token++)
        {
            Span<float> shares = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gates, token * stride), width);
            Activations.Apply<Sigma>(shares, shares);
            Rows.Multiply(ref Unsafe.Add(ref contexts, token * width), ref MemoryMarshal.GetReference(shares), width);
        }
    }

    /// <summary>Gradients of contexts, in place of those of gated ones, and of what σ was taken of: contextGradient · σ, and (contextGradient · context) · (σ · (1 − σ)).</summary>
    /// <param name="contextGradients">The first of some gradients of gated contexts.</param>
    /// <param name="contexts">The contexts before they were gated.</param>
    /// <param name="shares">σ of their gates.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="gateGradients">The gradients of gates.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float contextGradients, ref float contexts, ref float shares, nint length, ref float gateGradients)
    {
        nint x = 0;
        for (; x <= length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            Vector256<float> gradient = Vector256.LoadUnsafe(ref contextGradients, (nuint)x);
            Vector256<float> share = Vector256.LoadUnsafe(ref shares, (nuint)x);
            (gradient * Vector256.LoadUnsafe(ref contexts, (nuint)x) * (share * (Vector256<float>.One - share))).StoreUnsafe(ref gateGradients, (nuint)x);
            (gradient * share).StoreUnsafe(ref contextGradients, (nuint)x);
        }

        for (; x < length; x++)
        {
            ref float gradient = ref Unsafe.Add(ref contextGradients, x);
            float share = Unsafe.Add(ref shares, x);
            Unsafe.Add(ref gateGradients, x) = gradient * Unsafe.Add(ref contexts, x) * (share * (1 - share));
            gradient *= share;
        }
    }
}
