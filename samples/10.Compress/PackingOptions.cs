using System.Globalization;

namespace Compress;

/// <summary>How the work is shared out. None of it changes a bit of what is packed.</summary>
internal sealed record PackingOptions
{
    /// <summary>Segments that go through the model together, which reads its weights once for all of them. Default: 16.</summary>
    public int Batch { get; init => field = AtLeastOne(value, nameof(Batch)); } = 16;

    /// <summary>Threads, each with segments of its own. Default: as many as there are processors.</summary>
    public int Threads { get; init => field = AtLeastOne(value, nameof(Threads)); } = Environment.ProcessorCount;

    /// <summary>Tokens of a segment that are packed at a time. Default: 64.</summary>
    public int Chunk { get; init => field = AtLeastOne(value, nameof(Chunk)); } = 64;

    /// <summary>Told how many tokens are done, whenever some are.</summary>
    public Action<int>? Progress { get; init; }

    private static int AtLeastOne(int value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be at least 1."));
}
