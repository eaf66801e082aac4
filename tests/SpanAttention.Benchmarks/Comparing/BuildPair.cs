using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Comparing;

/// <summary>A declaration as this build and another one compile it.</summary>
internal sealed record BuildPair(Scene Scene, Declaration This, Declaration Other)
{
    public static IEnumerable<BuildPair> Of(Scene own, Scene other) =>
        own.Declarations.Zip(other.Declarations, (declaration, otherDeclaration) => new BuildPair(own, declaration, otherDeclaration));
}
