using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>A number as keys and values are stored.</summary>
/// <typeparam name="TSelf">The number's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IKeyValueElement<TSelf>
    where TSelf : struct, IKeyValueElement<TSelf>
{
    /// <summary>The nearest number, ties to even.</summary>
    /// <param name="value">What is stored.</param>
    static abstract TSelf Of(float value);

    /// <summary>Numbers as floats, exactly.</summary>
    /// <param name="source">The first number.</param>
    /// <param name="count">Numbers.</param>
    /// <param name="destination">The first float.</param>
    static abstract void Widen(ref TSelf source, int count, ref float destination);

    /// <summary>Four numbers as floats, exactly.</summary>
    /// <param name="source">The first number.</param>
    static abstract Vector128<float> Load128(ref TSelf source);

    /// <summary>Eight numbers as floats, exactly.</summary>
    /// <param name="source">The first number.</param>
    static abstract Vector256<float> Load256(ref TSelf source);

    /// <summary>Sixteen numbers as floats, exactly.</summary>
    /// <param name="source">The first number.</param>
    static abstract Vector512<float> Load512(ref TSelf source);

    /// <summary>The number as a float, exactly.</summary>
    float ToSingle();
}
