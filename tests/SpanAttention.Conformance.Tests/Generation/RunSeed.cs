using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>The seed of this run's random declarations: another one every run, or the one to replay.</summary>
public static class RunSeed
{
    private const string Variable = "SPANATTENTION_SEED";

    public static ulong Value { get; } = Read();

    public static string Replay => string.Create(CultureInfo.InvariantCulture, $"replay with {Variable}={Value}");

    /// <summary>Trials of this run; every stream has its own.</summary>
    public static IReadOnlyList<T> Sample<T>(Gen<T> trials, int count, ulong stream) => [.. trials.Sample(count, new Rnd(Value + stream), 1)];

    private static ulong Read()
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(text) ? (ulong)Random.Shared.NextInt64() : ulong.Parse(text, CultureInfo.InvariantCulture);
    }
}
