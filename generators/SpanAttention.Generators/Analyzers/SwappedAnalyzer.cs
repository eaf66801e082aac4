using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Analyzers;

/// <summary>SPAT102: query, key and value in each other's place, as names or lengths show.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwappedAnalyzer() : CallAnalyzer(AdviceRules.Swapped)
{
    private protected override IEnumerable<CallFinding> Find(AttentionCall call)
    {
        if (Swap.Find(call) is (var first, var second))
        {
            yield return new(first.Expression, first.Expression.ToString(), first.Parameter.Name, second.Expression.ToString(), second.Parameter.Name) { Counterpart = second.Expression };
        }
    }
}
