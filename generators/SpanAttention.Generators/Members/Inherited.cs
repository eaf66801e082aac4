using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The members of base classes, the user's and emitted ones: what has the name of one of them hides it, and says so by <c>new</c>.</summary>
internal sealed class Inherited(DeclaredSpec spec, CompilationFacts facts)
{
    private readonly HashSet<string> members = [.. spec.Type.Inherited, .. spec.Bases.SelectMany(baseSpec => EmittedNames.WithParameters(baseSpec, facts))];

    /// <summary><c>new</c> and a space, or nothing, for a constant or a type: it hides whatever has its name.</summary>
    public string New(string name) => Modifier(members.Any(member => member.Split('(')[0] == name));

    /// <summary>The same for a method, beside which others of its name are overloads.</summary>
    public string New(Member member) => Modifier(members.Contains(member.Name) || members.Contains(member.ParameterTypes));

    private static string Modifier(bool hides) => hides ? "new " : "";
}
