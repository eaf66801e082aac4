using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Tests;

/// <summary>The seed of all that this run draws: another one every run, or the one to replay.</summary>
public static class RunSeed
{
    /// <summary>What names the seed to replay.</summary>
    public const string Variable = "SPANATTENTION_SEED";

    private static readonly ulong? Given = Read();

    public static ulong Value { get; } = Given ?? (ulong)System.Random.Shared.NextInt64();

    public static string Replay => string.Create(CultureInfo.InvariantCulture, $"replay with {Variable}={Value}");

    /// <summary>Random numbers of a test that takes no other seed.</summary>
    public static System.Random Random() => new((int)(Value % int.MaxValue));

    /// <summary>Trials of this run; every stream has its own.</summary>
    public static IReadOnlyList<T> Sample<T>(Gen<T> trials, int count, ulong stream) => [.. trials.Sample(count, new Rnd(Value + stream), 1)];

    /// <summary>For tests that draw a seed and report it: one of their own by name where this run's is given, or null to let them draw.</summary>
    public static ulong? For(string name) => Given is null ? null : name.Aggregate(Given.Value, static (hash, letter) => (hash ^ letter) * 0x100000001B3); // FNV-1a

    private static ulong? Read()
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(text) ? null : ulong.Parse(text, CultureInfo.InvariantCulture);
    }
}
