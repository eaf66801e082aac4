using System.Globalization;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Bytes of the processor's caches: what Linux tells, or, assumed, sizes that are common.</summary>
internal static class CacheSizes
{
    private const string Folder = "/sys/devices/system/cpu/cpu0/cache";

    private static readonly long? KnownLevel2 = Read(level: 2);
    private static readonly long? KnownLevel3 = Read(level: 3);

    public static long Level2 => KnownLevel2 ?? 1L << 20;

    public static long Level3 => KnownLevel3 ?? 32L << 20;

    /// <summary>Such as: L2 1 MB, L3 32 MB (assumed).</summary>
    public static string Description => $"L2 {Describe(Level2, KnownLevel2)}, L3 {Describe(Level3, KnownLevel3)}";

    private static string Describe(long bytes, long? known) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.#} MB{(known is null ? " (assumed: the system does not tell)" : "")}");

    private static long? Read(int level)
    {
        if (!Directory.Exists(Folder))
        {
            return null;
        }

        foreach (string cache in Directory.GetDirectories(Folder, "index*"))
        {
            if (Text(cache, "level") == level.ToString(CultureInfo.InvariantCulture))
            {
                return Bytes(Text(cache, "size"));
            }
        }

        return null;
    }

    private static string Text(string cache, string file)
    {
        string path = Path.Combine(cache, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : string.Empty;
    }

    private static long? Bytes(string size)
    {
        long unit = size.EndsWith('K') ? 1L << 10 : size.EndsWith('M') ? 1L << 20 : 1;
        return long.TryParse(size.TrimEnd('K', 'M'), CultureInfo.InvariantCulture, out long count) ? count * unit : null;
    }
}
