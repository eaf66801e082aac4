using SpanAttention.Conformance.Tests.Cases;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>What the generator emits passes cases that others wrote, with lengths declared and taken from the spans.</summary>
public sealed class EmittedConformanceTests
{
    private static readonly Lazy<IRoutines> Emitted = new(() => CompiledDeclarations.CompileFor(RunAll));

    [Theory]
    [MemberData(nameof(CaseNames.Torch), MemberType = typeof(CaseNames))]
    public void TorchCasesPass(string name) => CheckEmitted(name);

    [SharedCasesTheory]
    [MemberData(nameof(CaseNames.Onnx), MemberType = typeof(CaseNames))]
    public void OnnxCasesPass(string name) => CheckEmitted(name);

    [SharedCasesTheory]
    [MemberData(nameof(CaseNames.Book), MemberType = typeof(CaseNames))]
    public void BookCasesPass(string name) => CheckEmitted(name);

    private static void CheckEmitted(string name)
    {
        ConformanceCase source = CaseNames.Find(name);
        Assert.Empty(CaseCheck.Differences(source, Emitted.Value, declareLengths: true));
        Assert.Empty(CaseCheck.Differences(source, Emitted.Value, declareLengths: false));
    }

    private static void RunAll(IRoutines routines)
    {
        foreach (ConformanceCase source in CaseNames.All)
        {
            CaseCheck.Differences(source, routines, declareLengths: true);
            CaseCheck.Differences(source, routines, declareLengths: false);
        }
    }
}
