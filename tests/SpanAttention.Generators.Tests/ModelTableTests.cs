namespace SpanAttention.Generators.Tests;

/// <summary>The table of models in src/README.md: what stands there as the declaration of a model compiles, without a finding.</summary>
public sealed class ModelTableTests
{
    private const int FewestModels = 18;

    /// <summary>Models, and the code of their declarations.</summary>
    public static TheoryData<string, string> Models
    {
        get
        {
            TheoryData<string, string> models = [];
            foreach (string[] cells in Lines().Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(static line => line.Split('|')))
            {
                models.Add(cells[1].Trim(), string.Concat(cells[2].Split('`').Where(static (_, part) => part % 2 == 1)));
            }

            return models;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void DeclarationsCompile(string model, string declaration)
    {
        Assert.True(declaration.Contains("[MultiHeadAttention(", StringComparison.Ordinal), $"{model} declares no attention.");

        GeneratorHarness.Run($"using SpanAttention; {declaration} sealed partial class Model;").AssertClean();
    }

    [Fact]
    public void TheTableHasRows() => Assert.InRange(Models.Count, FewestModels, int.MaxValue);

    private static string[] Lines()
    {
        string page = File.ReadAllText(Repository.Of("src", "README.md")).ReplaceLineEndings("\n");
        return Assert.Single(page.Split("\n## Models\n").Skip(1)).Split("\n## ")[0].Split('\n');
    }
}
