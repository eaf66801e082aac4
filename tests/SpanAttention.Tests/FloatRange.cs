namespace SpanAttention.Tests;

/// <summary>All floats from one to another, in ascending order, numbered by their place in it.</summary>
internal readonly struct FloatRange(float first, float last)
{
    private readonly int start = Place(first);

    public long Count { get; } = (long)Place(last) - Place(first) + 1;

    public float this[long index] => AtPlace((int)(start + index));

    /// <summary>The floats next to one, as many on each side.</summary>
    public static FloatRange Around(float center, int each) => new(AtPlace(Place(center) - each), AtPlace(Place(center) + each));

    // Both zeros lie at place 0, so that −0 is not among them.
    private static int Place(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : int.MinValue - bits;
    }

    private static float AtPlace(int place) => BitConverter.Int32BitsToSingle(place >= 0 ? place : int.MinValue - place);
}
