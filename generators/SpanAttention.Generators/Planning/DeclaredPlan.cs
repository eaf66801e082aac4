using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of a declaration, as far as its files are written from it, whatever it declares.</summary>
/// <param name="Facts">Facts of the compilation.</param>
/// <param name="Tiles">Register tiles, widest vectors first.</param>
internal abstract record DeclaredPlan(CompilationFacts Facts, EquatableArray<TilePlan> Tiles)
{
    /// <summary>Tells whether it is a part of another declaration, which asks for its outputs alone, not for weights.</summary>
    public bool IsPart { get; init; }

    /// <summary>The declaration with its defaults.</summary>
    public abstract DeclaredSpec Declared { get; }

    /// <summary>Bytes of stack that a call takes for scratch.</summary>
    public abstract int StackBytes { get; }

    /// <summary>Runs of numbers that are stored of its weights, in the order that they are read.</summary>
    public virtual IReadOnlyList<PackedTensor> Packed => Declared.Packed;

    /// <summary>Plans of the parts that have kernels of their own.</summary>
    public virtual IReadOnlyList<DeclaredPlan> Parts => [];

    /// <summary>The plan, and those of all parts, those of parts among them.</summary>
    public IEnumerable<DeclaredPlan> WithParts => Parts.SelectMany(static part => part.WithParts).Prepend(this);

    /// <summary>Plans of what it shares with other declarations.</summary>
    public virtual IEnumerable<SharedPlan> Shared => Parts.SelectMany(static part => part.Shared);

    /// <summary>The declared type.</summary>
    public DeclaredType Type => Declared.Type;
}
