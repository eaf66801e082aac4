using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace SpanAttention.Primitives;

/// <summary>Shift that is subtracted in the exponents of one row: the rounded product of its maximum with c, or, for a far row, the maximum itself before the product.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RowShift
{
    private readonly float maximum;
    private readonly bool far;

    /// <summary>The shift of a row.</summary>
    /// <param name="maximum">The row's largest score.</param>
    /// <param name="scaleLog2E">c = scale · log2 e.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowShift(float maximum, float scaleLog2E)
    {
        float product = maximum * scaleLog2E;
        this.maximum = maximum;
        far = FarRows.IsFar(product);
        Anchor = far ? maximum : 0;
        Product = far ? 0 : product;
    }

    /// <summary>Subtracted from a score: the maximum of a far row, else 0.</summary>
    public float Anchor { get; }

    /// <summary>Subtracted from the product with c: maximum · c, and 0 for a far row.</summary>
    public float Product { get; }

    /// <summary>2^(c · previous − c · maximum): what sums and contexts of an earlier maximum are multiplied by.</summary>
    /// <param name="previous">The earlier maximum.</param>
    /// <param name="scaleLog2E">c = scale · log2 e.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Rescale(float previous, float scaleLog2E) =>
        Exponential.Exp2(far ? (previous - maximum) * scaleLog2E : (previous * scaleLog2E) - Product);
}
