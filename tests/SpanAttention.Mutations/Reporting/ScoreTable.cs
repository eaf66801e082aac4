using System.Globalization;
using System.Text;
using SpanAttention.Mutations.Running;

namespace SpanAttention.Mutations.Reporting;

/// <summary>Scores by some key, as a Markdown table.</summary>
internal static class ScoreTable
{
    public static string Of(string heading, IReadOnlyList<MutantResult> results, EquivalentList equivalents, Func<MutantResult, string> key)
    {
        StringBuilder table = new();
        table.AppendLine(CultureInfo.InvariantCulture, $"| {heading} | mutants | killed | killed in Separate only | of these crashed | of these timed out | equivalent | surviving | score |");
        table.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (IGrouping<string, MutantResult> group in results.GroupBy(key))
        {
            AppendRow(table, group.Key, new Score([.. group], equivalents));
        }

        AppendRow(table, "**all**", new Score(results, equivalents));
        return table.ToString();
    }

    private static void AppendRow(StringBuilder table, string key, Score score) => table.AppendLine(
        CultureInfo.InvariantCulture,
        $"| {key} | {score.Mutants} | {score.KilledFused} | {score.KilledSeparate} | {score.Crashed} | {score.TimedOut} | {score.Equivalent} | {score.Surviving} | {score.Percent:0.0} % |");
}
