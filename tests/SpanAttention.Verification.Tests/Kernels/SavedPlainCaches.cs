namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Saved caches of plain loops: copies by number, and the number as bytes.</summary>
public sealed class SavedPlainCaches
{
    private readonly List<PlainCache> saved = [];

    /// <summary>The cache that was saved as these bytes.</summary>
    public PlainCache this[byte[] bytes] => saved[BitConverter.ToInt32(bytes)];

    public byte[] Save(PlainCache cache)
    {
        PlainCache copy = new();
        cache.CopyTo(copy);
        lock (saved)
        {
            saved.Add(copy);
            return BitConverter.GetBytes(saved.Count - 1);
        }
    }
}
