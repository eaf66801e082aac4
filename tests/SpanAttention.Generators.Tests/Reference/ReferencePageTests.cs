using System.Reflection;

namespace SpanAttention.Generators.Tests.Reference;

/// <summary>The page src/README.md lists every property and every member as they are. After a change that is meant, run with SPANATTENTION_UPDATE_GOLDEN=1.</summary>
public sealed class ReferencePageTests
{
    private const string Begin = "<!-- reference -->\n";
    private const string End = "<!-- /reference -->\n";

    private static string Page => Repository.Of("src", "README.md");

    [Fact]
    public void TheTablesAreThoseOfAttributesAndEmittedMembers()
    {
        string page = File.ReadAllText(Page).ReplaceLineEndings("\n");
        string[] parts = page.Split([Begin, End], StringSplitOptions.None);
        Assert.True(parts.Length == 3, "The page has one place for the tables.");

        string tables = string.Concat(ReferenceTables.Write().Select(line => line + "\n"));
        if (Environment.GetEnvironmentVariable("SPANATTENTION_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Page, $"{parts[0]}{Begin}{tables}{End}{parts[2]}");
            return;
        }

        Assert.Equal(tables.Split('\n'), parts[1].Split('\n'));
    }

    [Fact]
    public void EveryAttributeOfTypesHasMembers() =>
        Assert.All(
            ReferenceTables.Attributes.Where(attribute => attribute.GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn.HasFlag(AttributeTargets.Class)),
            attribute => Assert.NotEmpty(ReferenceTables.Members(attribute)));
}
