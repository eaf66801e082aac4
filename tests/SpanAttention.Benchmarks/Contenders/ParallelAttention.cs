namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Attention on several threads. Nothing here while the generator emits none.</summary>
internal static partial class ParallelAttention
{
    /// <summary>The interface of a declared type that has it.</summary>
    public static string? InterfaceName => Support().InterfaceName;

    /// <summary>The generic contender.</summary>
    public static Type? ContenderType => Support().ContenderType;

    private static ParallelSupport Support()
    {
        ParallelSupport support = new(InterfaceName: null, ContenderType: null);
        Find(ref support);
        return support;
    }

    static partial void Find(ref ParallelSupport support);

    private sealed record ParallelSupport(string? InterfaceName, Type? ContenderType);
}
