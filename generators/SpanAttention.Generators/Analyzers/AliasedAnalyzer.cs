using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Analyzers;

/// <summary>SPAT103: a result that is written over an input or another result, which the call will refuse when it runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AliasedAnalyzer() : CallAnalyzer(AdviceRules.Aliased)
{
    private protected override IEnumerable<CallFinding> Find(AttentionCall call)
    {
        if (call.Member.WritesInPlace)
        {
            yield break;
        }

        for (int i = 0; i < call.Operands.Count; i++)
        {
            CallOperand written = call.Operands[i];
            if (written.Parameter.IsOutput && call.Operands.Take(i).FirstOrDefault(other => Overlap(written, other)) is { } other)
            {
                yield return new(written.Expression, written.Parameter.Name, other.Parameter.Name, written.View.Root!.Name);
            }
        }
    }

    private static bool Overlap(CallOperand written, CallOperand other) =>
        written.View.Root is { } root
        && SymbolEqualityComparer.Default.Equals(root, other.View.Root)
        && written.View.Start is { } start
        && other.View.Start is { } otherStart
        && (start <= otherStart ? IsLongerThan(written, otherStart - start) && other.View.Length != 0 : IsLongerThan(other, start - otherStart));

    // What is written ends with the tensor, however long the span is. A span of unknown length has one element at least, or there is nothing to compute.
    private static bool IsLongerThan(CallOperand operand, int distance) =>
        operand.Needed is { } needed ? needed > distance
        : operand.View.Length is { } length ? length > distance && !(operand.Parameter.IsOutput && distance > 0)
        : distance == 0;
}
