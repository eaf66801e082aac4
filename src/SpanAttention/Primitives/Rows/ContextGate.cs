using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
}
