using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SpanAttention.Generators.Tests.Reference;

/// <summary>Markdown of a documentation comment's summary, on one line and fit for a cell of a table: <c>`Heads`</c> for a <c>see</c>, <c>\|</c> for a bar.</summary>
internal static partial class DocumentationText
{
    public static string Summary(XElement comment)
    {
        XElement summary = comment.Element("summary") ?? throw new InvalidOperationException($"{comment.Attribute("name")?.Value} has no summary.");
        return Blanks().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim().Replace("|", "\\|");
    }

    private static string Markdown(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => $"`{see.Attributes().Single().Value.Split('(')[0].Split('.')[^1]}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => other.Value,
        XText text => text.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
