using SpanAttention.Conformance.Tests.Cases;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Rotary position embedding passes the cases of the ONNX standard.</summary>
public sealed class RotaryConformanceTests
{
    [SharedCasesTheory]
    [MemberData(nameof(RotaryCases.Names), MemberType = typeof(RotaryCases))]
    public void OnnxCasesPass(string name) => Assert.Empty(RotaryCases.Differences(name));
}
