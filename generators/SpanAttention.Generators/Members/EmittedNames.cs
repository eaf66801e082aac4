using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The names that emission adds to the user's type.</summary>
internal static class EmittedNames
{
    public const string Weights = nameof(Weights);
    public const string Tape = nameof(Tape);
    public const string Gradients = nameof(Gradients);

    /// <summary>All names.</summary>
    public static IEnumerable<string> Of(DeclaredSpec spec) => OfData(spec).Concat(MemberList.Of(spec, "").Select(static member => member.Name));

    /// <summary>All names, methods with the types of their parameters, those on tensor spans among them.</summary>
    public static IEnumerable<string> WithParameters(DeclaredSpec spec, CompilationFacts facts) =>
        OfData(spec).Concat(MemberList.Of(spec, "").Concat(TensorMembers.Of(spec, facts)).Select(static member => member.ParameterTypes));

    private static IEnumerable<string> OfParts(DeclaredSpec spec) => spec is BlockSpec block ? block.Parts.SelectMany(part => new[] { part.Name + Weights, "packed" + part.Name }.Concat(block.Learns ? [part.Name + Gradients] : [])) : [];

    /// <summary>Names of all that is no method and so admits no overloads.</summary>
    public static IEnumerable<string> OfData(DeclaredSpec spec) =>
        TypeConstants.OfRefused(spec).Select(static constant => constant.Name).Concat(spec.HasWeights ? [Weights, "packedWeights", .. OfParts(spec)] : []).Concat(spec.Learns ? [Tape, Gradients] : []);
}
