using System.Globalization;

namespace Cluster.Grains;

/// <summary>A silo has no room for a range.</summary>
[GenerateSerializer]
public sealed class SiloFullException : Exception
{
    /// <summary>Says that there is no room.</summary>
    public SiloFullException()
    {
    }

    /// <summary>Says it in these words.</summary>
    public SiloFullException(string message)
        : base(message)
    {
    }

    /// <summary>Says it in these words, with what led to it.</summary>
    public SiloFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Says how much there is.</summary>
    public static SiloFullException Of(string range, long bytes, long used, long limit) => new(string.Create(
        CultureInfo.InvariantCulture, $"Range {range} needs {bytes} bytes; the silo keeps {used} of its {limit}. Start more silos, or give them more with --limit."));
}
