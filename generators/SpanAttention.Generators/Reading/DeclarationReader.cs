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
        (AttributeData Attribute, DeclarationKind Kind)[] declared = [.. Attributes(type)];
        foreach ((AttributeData attribute, DeclarationKind kind) in declared)
        {
            if (declared.Length == 1 || kind == DeclarationKind.TransformerBlock)
            {
                return Read(type, attribute, kind, SourceLocation.None);
            }
        }

        return declared.Length == 0 ? null : Read(type, declared[0].Attribute, declared[0].Kind, SourceLocation.None);
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

    private static Declaration Read(INamedTypeSymbol type, AttributeData attribute, DeclarationKind kind, SourceLocation location, Compilation? compilation = null) =>
        new(kind, TypeReader.ReadName(type), TypeReader.ReadFacts(type), ArgumentReader.Read(attribute, compilation), location)
        {
            Parts = kind != DeclarationKind.TransformerBlock
                ? default
                : new(Attributes(type).Where(static part => part.Kind != DeclarationKind.TransformerBlock).Select(part => Read(type, part.Attribute, part.Kind, location, compilation))),
        };
}
