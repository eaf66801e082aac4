using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about the project that declares: whether its compiler reads what is emitted, and what it asks for.</summary>
internal static class ProjectRules
{
    public static void Check(Declaration declaration, CompilationFacts facts, FindingList findings)
    {
        if (facts.LanguageVersion < CompilationFacts.EmittedLanguageVersion)
        {
            findings.Add(Rules.LanguageTooOld, declaration.Type.FullName, Display(CompilationFacts.EmittedLanguageVersion), Display(facts.LanguageVersion));
        }

        if (facts.VectorWidths.FirstOrDefault(static name => VectorWidth.All.All(width => width.Name != name)) is { } other)
        {
            findings.Add(Rules.UnknownVectorWidth, declaration.Type.FullName, other);
        }
    }

    private static string Display(int languageVersion) => $"{languageVersion / 100}.{languageVersion % 100}";
}
