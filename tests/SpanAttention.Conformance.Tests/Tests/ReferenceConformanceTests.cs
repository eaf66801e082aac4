using SpanAttention.Conformance.Tests.Cases;
using SpanAttention.Conformance.Tests.References;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>The references themselves pass cases that others wrote.</summary>
public sealed class ReferenceConformanceTests
{
    private static readonly IRoutines Fused = new CanonicalRoutines(CanonicalArithmetic.Fused);
    private static readonly IRoutines Separate = new CanonicalRoutines(CanonicalArithmetic.Separate);
    private static readonly IRoutines Double = new DoubleRoutines();

    [Theory]
    [MemberData(nameof(CaseNames.Torch), MemberType = typeof(CaseNames))]
    public void TorchCasesPass(string name) => CheckReferences(name);

    [SharedCasesTheory]
    [MemberData(nameof(CaseNames.Onnx), MemberType = typeof(CaseNames))]
    public void OnnxCasesPass(string name) => CheckReferences(name);

    [SharedCasesTheory]
    [MemberData(nameof(CaseNames.Book), MemberType = typeof(CaseNames))]
    public void BookCasesPass(string name) => CheckReferences(name);

    private static void CheckReferences(string name)
    {
        ConformanceCase source = CaseNames.Find(name);
        Assert.Empty(CaseCheck.Differences(source, Fused, declareLengths: false));
        Assert.Empty(CaseCheck.Differences(source, Separate, declareLengths: false));
        Assert.Empty(CaseCheck.Differences(source, Double, declareLengths: false));
    }
}
