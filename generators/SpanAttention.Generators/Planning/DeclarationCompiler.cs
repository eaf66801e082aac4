using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plans a right declaration and phrases the refusal of a wrong one.</summary>
internal static class DeclarationCompiler
{
    public static CompiledDeclaration Compile(CheckedDeclaration declaration, CompilationFacts facts) => declaration.Findings.Count == 0
        ? new(declaration.Spec, facts, DeclarationPlanner.Plan(declaration.Spec, facts), "", default)
        : new(declaration.Spec, facts, null, string.Join(" ", declaration.Findings.Select(DiagnosticFactory.Message)), new(Taken(declaration)));

    private static IEnumerable<string> Taken(CheckedDeclaration declaration) =>
        declaration.Findings.Where(static finding => finding.RuleId == Rules.NameTaken.Id).Select(static finding => finding.MessageArguments[1])
            .Concat(declaration.Findings.Any(static finding => finding.RuleId == Rules.LayerConstructor.Id) ? [CompiledDeclaration.Constructor] : []);
}
