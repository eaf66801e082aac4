using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>The report for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Write(IEnumerable<Result> results, string path) =>
        File.WriteAllText(path, JsonSerializer.Serialize(results.Where(result => result.Skipped is null), Options));
}
