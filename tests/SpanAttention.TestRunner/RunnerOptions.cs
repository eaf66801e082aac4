using Xunit.Abstractions;

namespace SpanAttention.TestRunner;

/// <summary>xunit's defaults: classes in parallel, as many as there are processors.</summary>
internal sealed class RunnerOptions : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    public TValue? GetValue<TValue>(string name) => default;

    public void SetValue<TValue>(string name, TValue value) => throw new NotSupportedException($"{name} stays what it is.");
}
