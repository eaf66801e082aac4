using System.Globalization;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>The seed of this run's random declarations: another one every run, or the one to replay.</summary>
public static class RunSeed
{
    private const string Variable = "SPANATTENTION_SEED";

    public static ulong Value { get; } = Read();

    public static string Replay => string.Create(CultureInfo.InvariantCulture, $"replay with {Variable}={Value}");

    private static ulong Read()
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(text) ? (ulong)Random.Shared.NextInt64() : ulong.Parse(text, CultureInfo.InvariantCulture);
    }
}
