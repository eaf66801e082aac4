using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Reading;

/// <summary>Turns Roslyn's locations into values and back.</summary>
internal static class LocationReader
{
    public static SourceLocation Read(SyntaxNode node) => Read(node.GetLocation());

    /// <summary>The name of a type declaration: where a finding about the type itself is shown.</summary>
    public static SourceLocation ReadIdentifier(SyntaxNode declaration) =>
        Read(declaration is TypeDeclarationSyntax type ? type.Identifier.GetLocation() : declaration.GetLocation());

    public static Location ToRoslyn(SourceLocation location) =>
        Location.Create(
            location.Path,
            new TextSpan(location.Start, location.Length),
            new LinePositionSpan(new(location.StartLine, location.StartCharacter), new(location.EndLine, location.EndCharacter)));

    private static SourceLocation Read(Location location)
    {
        FileLinePositionSpan lines = location.GetLineSpan();
        return new(
            lines.Path,
            location.SourceSpan.Start,
            location.SourceSpan.Length,
            lines.StartLinePosition.Line,
            lines.StartLinePosition.Character,
            lines.EndLinePosition.Line,
            lines.EndLinePosition.Character);
    }
}
