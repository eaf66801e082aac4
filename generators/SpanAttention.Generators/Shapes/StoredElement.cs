namespace SpanAttention.Generators.Shapes;

/// <summary>A number as a layer stores keys and values, in the order of the enum <c>CacheElement</c>.</summary>
internal enum StoredElement
{
    Single,
    Half,
    BFloat16,
}
