using System.Globalization;

namespace Cluster.Grains;

/// <summary>A layer of a text, of which a grain keeps each range of tokens.</summary>
/// <param name="Text">The text's name.</param>
/// <param name="Window">How often the text has outgrown the context: positions count from 0 again.</param>
/// <param name="Layer">The layer.</param>
[GenerateSerializer, Immutable]
public readonly record struct LayerKey([property: Id(0)] string Text, [property: Id(1)] int Window, [property: Id(2)] int Layer)
{
    /// <summary>The key of the grain that keeps a range.</summary>
    public string Range(int range) => string.Create(CultureInfo.InvariantCulture, $"{Text}/{Window}/{Layer}/{range}");

    /// <summary>The layer and the range of a grain's key.</summary>
    public static (LayerKey Layer, int Range) Parse(string key)
    {
        string[] parts = key.Split('/');
        int Number(int fromEnd) => int.Parse(parts[^fromEnd], CultureInfo.InvariantCulture);
        return (new(string.Join('/', parts[..^3]), Number(3), Number(2)), Number(1));
    }
}
