using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Reading;

/// <summary>Reads one declaration: what stands in the source, as values.</summary>
internal static class DeclarationReader
{
    public static Declaration Read(GeneratorAttributeSyntaxContext context, DeclarationKind kind) =>
        WithBases((INamedTypeSymbol)context.TargetSymbol, context.SemanticModel.Compilation, context.Attributes[0], kind, LocationReader.ReadIdentifier(context.TargetNode));

    /// <summary>Reads the declaration of a type that is called, here or in a referenced assembly; null where it declares no attention.</summary>
    public static Declaration? Read(INamedTypeSymbol type)
    {
        // A block speaks for its parts.
        foreach ((AttributeData attribute, DeclarationKind kind) in Attributes(type).OrderByDescending(static declared => declared.Kind == DeclarationKind.TransformerBlock))
        {
            return Read(type, attribute, kind, SourceLocation.None);
        }

        return null;
    }

    private static IEnumerable<(AttributeData Attribute, DeclarationKind Kind)> Attributes(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            // The namespace first: this is asked about every type that the user calls.
            if (attribute.AttributeClass is { ContainingNamespace.Name: "SpanAttention" } attributeClass && AttributeNames.Find(attributeClass.ToDisplayString()) is { } kind)
            {
                yield return (attribute, kind);
            }
        }
    }

    private static Declaration WithBases(INamedTypeSymbol type, Compilation compilation, AttributeData attribute, DeclarationKind kind, SourceLocation location)
    {
        Declaration declaration = Read(type, attribute, kind, location, compilation);
        return declaration with
        {
            Type = declaration.Type with { Inherited = InheritanceReader.ReadMembers(type, compilation) },
            Bases = InheritanceReader.ReadDeclarations(type),
        };
    }

    private static Declaration Read(INamedTypeSymbol type, AttributeData attribute, DeclarationKind kind, SourceLocation location, Compilation? compilation = null)
    {
        Declaration declaration = new(kind, TypeReader.ReadName(type), TypeReader.ReadFacts(type), ArgumentReader.Read(attribute, compilation), location);
        return kind != DeclarationKind.TransformerBlock ? declaration : declaration with
        {
            Parts = new(Attributes(type)
                .Where(static part => part.Kind != DeclarationKind.TransformerBlock)
                .Select(part => declaration with { Kind = part.Kind, Arguments = ArgumentReader.Read(part.Attribute, compilation) })),
        };
    }
}
