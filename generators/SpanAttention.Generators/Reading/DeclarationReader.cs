using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Reading;

/// <summary>Reads one declaration: what stands in the source, as values.</summary>
internal static class DeclarationReader
{
    public static Declaration Read(GeneratorAttributeSyntaxContext context, AttentionKind kind)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.TargetSymbol;
        return new(
            kind,
            TypeReader.ReadName(type),
            TypeReader.ReadFacts(type),
            ArgumentReader.Read(context.Attributes[0]),
            LocationReader.ReadIdentifier(context.TargetNode));
    }
}
