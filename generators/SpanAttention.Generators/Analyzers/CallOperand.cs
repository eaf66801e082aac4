using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Generators.Members;

namespace SpanAttention.Generators.Analyzers;

/// <summary>A tensor passed to an emitted member.</summary>
/// <param name="Parameter">What it is passed as.</param>
/// <param name="Expression">What is passed.</param>
/// <param name="View">What is known about its memory.</param>
internal sealed record CallOperand(Parameter Parameter, ExpressionSyntax Expression, SpanView View)
{
    /// <summary>The elements that the declaration asks for; null where a length comes from the spans.</summary>
    public long? Needed => Parameter.Axes.All(static axis => axis.Length > 0) ? DeclaredElements : null;

    /// <summary>The product of the declared axes: what the number of elements is a multiple of.</summary>
    public long DeclaredElements => Parameter.Axes.Where(static axis => axis.Length > 0).Aggregate(1L, static (product, axis) => product * axis.Length);

    /// <summary>The length of an axis: declared, or shown by the elements where no other axis is open; null where neither is so.</summary>
    public int? LengthOf(string axis) =>
        Parameter.Axes.FirstOrDefault(each => each.Name == axis) is not { } found ? null
        : found.Length > 0 ? found.Length
        : Parameter.Axes.Count(static each => each.Length == 0) == 1 && !Parameter.IsOutput && View.Length is { } elements && Fits(elements) ? (int)(elements / DeclaredElements)
        : null;

    /// <summary>Tells whether so many elements could be this tensor.</summary>
    public bool Fits(int length) => Needed is { } needed ? length == needed : length % DeclaredElements == 0;
}
