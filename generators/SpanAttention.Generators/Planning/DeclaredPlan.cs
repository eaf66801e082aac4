using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>How a declaration is computed: what writing its files needs to know, whatever it declares.</summary>
/// <param name="Facts">Facts of the compilation.</param>
/// <param name="Tiles">Register tiles, widest vectors first.</param>
internal abstract record DeclaredPlan(CompilationFacts Facts, EquatableArray<TilePlan> Tiles)
{
    /// <summary>What is declared.</summary>
    public abstract DeclaredSpec Declared { get; }

    /// <summary>Bytes of stack that a call takes for scratch.</summary>
    public abstract int StackBytes { get; }

    /// <summary>The declared type.</summary>
    public DeclaredType Type => Declared.Type;
}
