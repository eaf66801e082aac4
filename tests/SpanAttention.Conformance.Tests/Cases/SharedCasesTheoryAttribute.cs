namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>A theory over the shared cases, skipped with the reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedCasesTheoryAttribute : TheoryAttribute
{
    public SharedCasesTheoryAttribute()
    {
        Skip = CaseFolder.WhySharedIsMissing;
    }
}
