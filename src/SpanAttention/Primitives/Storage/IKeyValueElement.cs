using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>A number as keys and values are stored, in groups of 16.</summary>
/// <remarks>
/// A group of numbers that are shorter than floats lies in the order 0, 8, 1, 9, …, 7, 15, so that eight lanes of 32 bits hold two vectors of eight, the second one in the upper halves: to widen
/// them takes a shift or a mask, where numbers side by side take a permutation across the register.
/// What is left of a row after its whole groups lies side by side.
/// </remarks>
/// <typeparam name="TSelf">The number's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IKeyValueElement<TSelf>
    where TSelf : struct, IKeyValueElement<TSelf>
{
    /// <summary>The nearest number, ties to even.</summary>
    /// <param name="value">What is stored.</param>
    static abstract TSelf Of(float value);

    /// <summary>Place of a number in its group of 16.</summary>
    /// <param name="lane">Its index in the group.</param>
    static abstract int Place(int lane);

    /// <summary>Eight numbers of a group as floats, exactly.</summary>
    /// <param name="group">The group.</param>
    /// <param name="lane">The first of them: 0 or 8.</param>
    static abstract Vector256<float> Load256(ref TSelf group, int lane);

    /// <summary>The number as a float, exactly.</summary>
    float ToSingle();
}
