using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Layers that keep keys and values of earlier tokens. Nothing here while the generator emits none.</summary>
internal static partial class CachedLayers
{
    /// <summary>The generic interface of such a layer.</summary>
    public static string? InterfaceName => Support().InterfaceName;

    /// <summary>The generic contender.</summary>
    public static Type? ContenderType => Support().ContenderType;

    /// <summary>The layer of this project: width 768, 12 heads, a context of 1024.</summary>
    public static IReadOnlyList<Declaration> Declarations => Support().Declarations;

    private static CachedLayerSupport Support()
    {
        CachedLayerSupport support = new(InterfaceName: null, ContenderType: null, Declarations: []);
        Find(ref support);
        return support;
    }

    static partial void Find(ref CachedLayerSupport support);

    private sealed record CachedLayerSupport(string? InterfaceName, Type? ContenderType, IReadOnlyList<Declaration> Declarations);
}
