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

    public static TheoryData<string> Torch => Of("torch", static _ => true);

    public static TheoryData<string> Onnx => Of("onnx", static _ => true);

    public static TheoryData<string> Book => Of("book", static _ => true);

    public static ConformanceCase Find(string name) => Cases[name];

    public static TheoryData<string> Of(string set, Func<ConformanceCase, bool> isIncluded) =>
        [.. Cases.Values.Where(source => source.Set == set && isIncluded(source)).Select(source => source.Name)];
}
