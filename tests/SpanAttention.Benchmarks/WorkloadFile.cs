using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpanAttention.Benchmarks;

/// <summary>Workloads that someone else wrote down.</summary>
internal static class WorkloadFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static IReadOnlyList<Workload> Read(string path)
    {
        Workload[] workloads = Deserialize(path);
        foreach (Workload workload in workloads)
        {
            if (Mistake(workload) is string mistake)
            {
                throw new UsageException($"{path}: {workload.Name}: {mistake}");
            }
        }

        return workloads;
    }

    private static Workload[] Deserialize(string path)
    {
        try
        {
            Workload[] workloads = JsonSerializer.Deserialize<Workload[]>(File.ReadAllText(path), Options) ?? [];
            return [.. workloads.Select((workload, index) => WithDefaults(workload, index))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"{path}: {exception.Message}");
        }
    }

    private static Workload WithDefaults(Workload workload, int index) => workload with
    {
        Name = string.IsNullOrWhiteSpace(workload.Name) ? $"F{index + 1}" : workload.Name.Trim(),
        KeyValueHeads = workload.KeyValueHeads == 0 ? workload.Heads : workload.KeyValueHeads,
        KeyLength = workload.KeyLength == 0 ? workload.QueryLength : workload.KeyLength,
    };

    private static string? Mistake(Workload workload) => workload switch
    {
        { Heads: <= 0 } or { KeyValueHeads: <= 0 } or { QueryLength: <= 0 } or { KeyLength: <= 0 } or { HeadDim: <= 0 } or { ModelDim: < 0 } =>
            "heads, keyValueHeads, queryLength, keyLength and headDim are at least 1, modelDim at least 0",
        _ when workload.Heads % workload.KeyValueHeads != 0 => $"{workload.KeyValueHeads} key/value heads do not divide {workload.Heads} heads",
        _ when (workload.IsLayer || workload.Causal) && workload.KeyLength < workload.QueryLength => "there are fewer keys than queries",
        { IsCachedLayer: true, Causal: false } => "a layer that reads a cache is causal",
        _ => null,
    };
}
