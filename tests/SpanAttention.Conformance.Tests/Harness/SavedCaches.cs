using System.Buffers;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Saved caches as arrays.</summary>
public static class SavedCaches
{
    /// <summary>All bytes of a saved cache.</summary>
    public static byte[] Save(KeyValueCache cache)
    {
        ArrayBufferWriter<byte> writer = new();
        cache.Save(writer);
        return writer.WrittenSpan.ToArray();
    }
}
