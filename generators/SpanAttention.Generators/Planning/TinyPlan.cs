using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Planning;

/// <summary>The route <c>Tiny</c>: Forward as a straight line, all rows of a head in the lanes of one vector, without loops, tiles or scratch.</summary>
/// <param name="Products">Multiply-adds of one head's scores, which are the reason.</param>
/// <param name="Vectors">What to emit, for the widest vector that pays first; several of one width are run one after the other.</param>
internal sealed record TinyPlan(int Products, EquatableArray<TinyVector> Vectors)
{
    /// <summary>The widths that there are methods for, widest first.</summary>
    public IEnumerable<VectorWidth> Widths => Vectors.Select(static vector => vector.Width).Distinct();

    /// <summary>The method of a vector, such as <c>AttendRows256</c>; <c>AttendRows4To7At128</c> where a head takes several.</summary>
    public string Method(TinyVector vector) => Of(vector.Width).Count() == 1
        ? $"AttendRows{vector.Width.Bits}"
        : $"AttendRows{vector.FirstRow}To{vector.FirstRow + vector.Rows - 1}At{vector.Width.Bits}";

    public IEnumerable<TinyVector> Of(VectorWidth width) => Vectors.Where(vector => vector.Width == width);
}
