using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Validation;

/// <summary>Everything a declaration can get wrong: rules about the project, about the type, about single arguments, then about shapes.</summary>
internal static class DeclarationValidator
{
    public static CheckedDeclaration Check(Declaration declaration, CompilationFacts facts)
    {
        DeclaredSpec spec = SpecReader.Read(declaration) with { Bases = new(declaration.Bases.Where(TypeRules.CanBeJoined).Select(SpecReader.Read)) };
        return new(spec, Validate(declaration, spec, facts), TypeRules.CanBeJoined(declaration));
    }

    /// <summary>The spec of a type that has its emitted part already, which the rules about types do not expect; null where its arguments are wrong.</summary>
    public static DeclaredSpec? SpecOfCompiled(Declaration declaration)
    {
        DeclaredSpec spec = SpecReader.Read(declaration);
        FindingList findings = new(declaration);
        CheckArguments(declaration, spec, findings);
        return findings.Any ? null : spec;
    }

    private static EquatableArray<Finding> Validate(Declaration declaration, DeclaredSpec spec, CompilationFacts facts)
    {
        FindingList findings = new(declaration);
        ProjectRules.Check(declaration, facts, findings);
        TypeRules.Check(declaration, findings);
        TypeRules.CheckNames(declaration, spec, findings);
        CheckArguments(declaration, spec, findings);
        return findings.ToArray();
    }

    private static void CheckArguments(Declaration declaration, DeclaredSpec spec, FindingList findings)
    {
        BlockRules.CheckParts(declaration, findings);
        ArgumentRules.Check(declaration, findings);

        // Shapes of wrong numbers would only repeat what is wrong with the numbers.
        if (!findings.Any)
        {
            ShapeRules.Check(declaration, spec, findings);
        }
    }
}
