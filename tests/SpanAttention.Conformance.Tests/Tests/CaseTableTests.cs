using System.Globalization;
using SpanAttention.Conformance.Tests.Cases;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Prints which cases run, and why the others do not.</summary>
public sealed class CaseTableTests(ITestOutputHelper output)
{
    [Fact]
    public void EveryCopiedVectorRuns()
    {
        Assert.NotEmpty(CaseFolder.Vectors);
        Assert.All(CaseFolder.Vectors, vector => Assert.Null(CaseScope.WhyNotRun(vector)));
        WriteRow("torch (copied)", CaseFolder.Vectors);
        output.WriteLine(CaseFolder.WhySharedIsMissing ?? "shared cases:");
        foreach (string set in new[] { "torch", "onnx", "book" })
        {
            WriteSet(set, CaseFolder.ReadShared(set));
        }
    }

    [SharedCasesTheory]
    [InlineData("torch")]
    [InlineData("onnx")]
    [InlineData("book")]
    public void SharedSetsAreRead(string set) => Assert.NotEmpty(CaseFolder.ReadShared(set));

    [SharedCasesTheory]
    [InlineData("torch")]
    public void SharedTorchCasesInScopeAreCopied(string set)
    {
        IEnumerable<string> inScope = CaseFolder.ReadShared(set).Where(source => CaseScope.WhyNotRun(source) is null).Select(source => source.Name);
        Assert.Empty(inScope.Except(CaseFolder.Vectors.Select(vector => vector.Name)));
    }

    private void WriteSet(string set, IReadOnlyList<ConformanceCase> cases)
    {
        WriteRow(set, cases);
        foreach (ConformanceCase source in cases)
        {
            if (CaseScope.WhyNotRun(source) is { } reason)
            {
                output.WriteLine($"    {source.Name}: {reason}");
            }
        }
    }

    private void WriteRow(string set, IReadOnlyList<ConformanceCase> cases)
    {
        int run = cases.Count(source => CaseScope.WhyNotRun(source) is null);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set,-16} {run,4} run {cases.Count - run,4} not run"));
    }
}
