using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>The names that emission adds to the user's type.</summary>
internal static class EmittedNames
{
    public static IEnumerable<string> Of(AttentionSpec spec) =>
        TypeConstants.OfRefused(spec).Select(static constant => constant.Name)
            .Concat(Members.Of(spec, "").Select(static member => member.Signature.Substring(member.Signature.LastIndexOf(' ') + 1)))
            .Concat(spec.Layer is null ? [] : ["Weights", "packedWeights"]);
}
