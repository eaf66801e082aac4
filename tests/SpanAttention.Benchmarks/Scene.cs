using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks;

/// <summary>A workload, the declared types that compute it, and where it finds its data.</summary>
internal sealed record Scene(Workload Workload, IReadOnlyList<Declaration> Declarations, Temperature Temperature)
{
    public string Name => Temperature == Temperature.Usual ? Workload.Name : $"{Workload.Name} {Temperature.ToString().ToLowerInvariant()}";

    /// <summary>Reading a cache is measured twice: where the last call left it, and where it has been away for a while.</summary>
    public static IEnumerable<Scene> Of(Workload workload, IReadOnlyList<Declaration> declarations)
    {
        Temperature[] temperatures = workload.IsDecode && !workload.IsLayer ? [Temperature.Warm, Temperature.Cold] : [Temperature.Usual];
        return temperatures.Select(temperature => new Scene(workload, declarations, temperature));
    }
}
