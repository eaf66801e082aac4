namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>The cases that run, by name, for theories.</summary>
public static class CaseNames
{
    private static readonly Dictionary<string, ConformanceCase> Cases =
        CaseFolder.Vectors
            .Concat(CaseFolder.ReadShared("onnx"))
            .Concat(CaseFolder.ReadShared("book"))
            .Where(source => CaseScope.WhyNotRun(source) is null)
            .ToDictionary(source => source.Name);

    public static IReadOnlyCollection<ConformanceCase> All => Cases.Values;

    public static TheoryData<string> Torch => Of("torch");

    public static TheoryData<string> Onnx => Of("onnx");

    public static TheoryData<string> Book => Of("book");

    public static ConformanceCase Find(string name) => Cases[name];

    private static TheoryData<string> Of(string set) => [.. Cases.Values.Where(source => source.Set == set).Select(source => source.Name)];
}
