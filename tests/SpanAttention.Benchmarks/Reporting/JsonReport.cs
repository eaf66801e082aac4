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

    public static void Write<TRow>(IEnumerable<TRow> rows, string path) => File.WriteAllText(path, JsonSerializer.Serialize(rows, Options));
}
