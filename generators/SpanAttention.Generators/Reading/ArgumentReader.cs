using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Reading;

/// <summary>Reads the named arguments of an attribute, each with its constant and its place.</summary>
internal static class ArgumentReader
{
    public static EquatableArray<DeclaredArgument> Read(AttributeData attribute, Compilation? compilation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
        {
            // Of a referenced assembly: compiled, and so without a place
            return new(attribute.NamedArguments.Select(static argument => new DeclaredArgument(argument.Key, Value(argument.Value), SourceLocation.None)));
        }

        IEnumerable<AttributeArgumentSyntax> arguments = syntax.ArgumentList?.Arguments ?? default(IEnumerable<AttributeArgumentSyntax>) ?? [];
        Dictionary<string, TypedConstant> constants = [];
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            constants[argument.Key] = argument.Value;
        }

        return new(arguments
            .Where(static argument => argument.NameEquals is not null)
            .GroupBy(static argument => argument.NameEquals!.Name.Identifier.ValueText)
            .Select(group => Read(group.Key, group.Last(), constants, compilation)));
    }

    // What the compiler could not bind (a constant that another generator would have to supply first) is not among the named arguments.
    private static DeclaredArgument Read(string name, AttributeArgumentSyntax syntax, Dictionary<string, TypedConstant> constants, Compilation? compilation)
    {
        object? value = constants.TryGetValue(name, out TypedConstant constant) ? Value(constant) : null;
        return new(name, value, LocationReader.Read(syntax.Expression), value is null && compilation is not null && HasUnknownName(syntax.Expression, compilation));
    }

    private static bool HasUnknownName(ExpressionSyntax expression, Compilation compilation)
    {
        SemanticModel model = compilation.GetSemanticModel(expression.SyntaxTree);
        return expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => model.GetSymbolInfo(name).Symbol is null);
    }

    private static object? Value(TypedConstant constant) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum ? constant.Value : null;
}
