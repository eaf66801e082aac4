using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Analyzers;

/// <summary>SPAT101: a span of constant length that the call will refuse when it runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WrongLengthAnalyzer() : CallAnalyzer(AdviceRules.WrongLength)
{
    private protected override IEnumerable<CallFinding> Find(AttentionCall call)
    {
        // Swapped tensors have the wrong lengths because they are swapped.
        if (Swap.Find(call) is not null)
        {
            yield break;
        }

        Dictionary<string, long> lengths = [];
        foreach (CallOperand operand in call.Operands)
        {
            if (operand.View.Length is { } length && Mismatch(operand, length, lengths) is { } mismatch)
            {
                yield return new(operand.Expression, mismatch);
            }
        }
    }

    /// <summary>Finds what is wrong with a length, given the axes that earlier operands have settled; settles one itself where it can.</summary>
    private static string? Mismatch(CallOperand operand, int length, Dictionary<string, long> lengths)
    {
        if (length == 0 && operand.Parameter.IsOptional)
        {
            return null;
        }

        long known = 1;
        List<string> open = [];
        foreach (Axis axis in operand.Parameter.Axes)
        {
            if (axis.Length > 0 || lengths.ContainsKey(axis.Name))
            {
                known *= axis.Length > 0 ? axis.Length : lengths[axis.Name];
            }
            else
            {
                open.Add(axis.Name);
            }
        }

        if (open.Count == 0)
        {
            return length == known || (operand.Parameter.IsOutput && length > known) ? null : Message(operand, length, lengths, $"needs {Number(known)}");
        }

        if (operand.Parameter.IsOutput || known == 0)
        {
            return null;
        }

        if (length % known != 0)
        {
            return Message(operand, length, lengths, $"needs a multiple of {Number(known)}");
        }

        if (open.Count == 1)
        {
            lengths[open[0]] = length / known;
        }

        return null;
    }

    private static string Message(CallOperand operand, int length, Dictionary<string, long> lengths, string need)
    {
        IReadOnlyList<Axis> axes = operand.Parameter.Axes;
        string numbers = string.Join(", ", axes.Select(axis => axis.Length > 0 ? Number(axis.Length) : lengths.TryGetValue(axis.Name, out long settled) ? Number(settled) : axis.Name));
        return $"{operand.Parameter.Name} holds {Number(length)} elements; [{numbers}] ({string.Join(" × ", axes.Select(static axis => axis.Name))}) {need}";
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
