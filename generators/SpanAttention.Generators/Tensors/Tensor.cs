using System.Globalization;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Tensors;

/// <summary>A span that an emitted member takes: its axes, and all that follows from them. Checks, parameters, operands and documentation are printed from here.</summary>
/// <param name="Name">The parameter, such as <c>query</c>.</param>
/// <param name="Axes">Its axes, slowest first.</param>
internal sealed record Tensor(string Name, EquatableArray<Axis> Axes)
{
    /// <summary>Its element: <c>float</c>, <c>bool</c> where it tells which take part, <c>int</c> where it gives positions.</summary>
    public string Element { get; init; } = "float";

    /// <summary>Meaning of its elements, for documentation.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>The documentation where the shape goes without saying.</summary>
    public string? Description { get; init; }

    /// <summary>Tells whether the member writes it.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The constant that counts floats between tokens; empty where tokens are dense.</summary>
    public string Stride { get; init; } = "";

    /// <summary>Tells whether documentation says what its axes count.</summary>
    public bool NamesAxes { get; init; }

    /// <summary>Tells whether it may be empty instead, where it is not wanted.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Tells whether its elements may be more than an int counts.</summary>
    public bool IsLong { get; init; }

    /// <summary>The field of the operands: <c>Query</c>.</summary>
    public string Field => Casing.Pascal(Name);

    /// <summary>The parameter of a kernel's entry: <c>ReadOnlySpan&lt;float&gt; query</c>.</summary>
    public string Span => $"{(IsWritten ? "Span" : "ReadOnlySpan")}<{Element}> {Name}";

    /// <summary>The same in memory that other threads may read: <c>ReadOnlyMemory&lt;float&gt; query</c>.</summary>
    public string Memory => $"{(IsWritten ? "Memory" : "ReadOnlyMemory")}<{Element}> {Name}";

    /// <summary>The axes in words: <c>tokens × heads × head dim</c>.</summary>
    public string Words => string.Join(" × ", Axes.Select(static axis => axis.Word));

    /// <summary>The axes in numbers: <c>[64, 4, 32]</c>, or <c>[query tokens, 4, 32]</c> where calls decide.</summary>
    public string Shape => $"[{string.Join(", ", Axes.Select(static axis => axis.Text))}]";

    /// <summary>Its shape and meaning, for documentation.</summary>
    public string Documentation => Description ?? $"{Shape}{(NamesAxes ? $" ({Words})" : "")}{Meaning}.";

    /// <summary>The axis of tokens.</summary>
    public Axis Count => Axes.First(static axis => axis.IsCount);

    /// <summary>The elements of one token, as emitted code multiplies them: <c>Heads * HeadDim</c>.</summary>
    public string TokenWidth => Product(Axes.Where(static axis => !axis.IsCount));

    /// <summary>All elements, as emitted code multiplies them.</summary>
    public string Extent => IsLong ? $"(long){Product(Axes)}" : Product(Axes.OrderByDescending(static axis => axis.IsCount));

    /// <summary>The axes as arguments of a check: <c>queryLength, Heads, HeadDim</c>.</summary>
    public string Lengths(string? count = null) => string.Join(", ", Axes.Select(axis => axis.IsCount && count is not null ? count : axis.Code));

    /// <summary>The axes of one token in words: <c>heads × head dim</c>.</summary>
    public string TokenWords => string.Join(" × ", Axes.Where(static axis => !axis.IsCount).Select(static axis => axis.Word));

    /// <summary>Numbers and words of the axes, where tokens are yet to be counted: <c>[tokens, 4, 32] (tokens × heads × head dim)</c>.</summary>
    public string OpenShape => $"[{string.Join(", ", Axes.Select(static axis => axis.IsCount ? axis.Word : axis.Length.ToString(CultureInfo.InvariantCulture)))}] ({Words})";

    private static string Product(IEnumerable<Axis> axes) => string.Join(" * ", axes.Select(static axis => axis.Code));
}
