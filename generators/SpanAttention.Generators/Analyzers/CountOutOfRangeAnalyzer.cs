using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Analyzers;

/// <summary>SPAT106: a constant count, such as keyCount = 65 of 64 keys, that the call will refuse when it runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CountOutOfRangeAnalyzer() : CallAnalyzer(AdviceRules.CountOutOfRange)
{
    private protected override IEnumerable<CallFinding> Find(AttentionCall call)
    {
        foreach (CallCount count in call.Counts)
        {
            Axis counted = count.Parameter.Counted!;
            int? length = Length(counted, call);
            if (count.Value < 0 || count.Value > length)
            {
                yield return new(count.Expression, count.Parameter.Name, Number(count.Value), Range(counted.Name, length));
            }
        }
    }

    private static int? Length(Axis counted, AttentionCall call) =>
        counted.Length > 0 ? counted.Length : call.Operands.Select(operand => operand.LengthOf(counted.Name)).FirstOrDefault(static length => length is not null);

    private static string Range(string counted, int? length) =>
        length is { } known ? $"{counted}, of which there are {Number(known)}" : $"{counted} and cannot be negative";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
