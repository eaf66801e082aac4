using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about the project that declares: whether its compiler reads what is emitted.</summary>
internal static class ProjectRules
{
    public static void Check(Declaration declaration, CompilationFacts facts, FindingList findings)
    {
        if (facts.LanguageVersion < CompilationFacts.EmittedLanguageVersion)
        {
            findings.Add(Rules.LanguageTooOld, declaration.Type.FullName, Display(CompilationFacts.EmittedLanguageVersion), Display(facts.LanguageVersion));
        }
    }

    private static string Display(int languageVersion) => $"{languageVersion / 100}.{languageVersion % 100}";
}
