using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Planning;

/// <summary>Regions of floats that lie one after the other. Whoever needs one more adds it to the list: offsets, lengths and the cost of a row follow.</summary>
/// <param name="Prefix">The first word of its constants, where a kernel has several: <c>Shared</c>.</param>
/// <param name="Regions">The regions in order.</param>
internal sealed record Scratch(string Prefix, EquatableArray<Region> Regions)
{
    /// <summary>Floats of one more row.</summary>
    public long FloatsOfRow => Regions.Sum(static region => region.FloatsOfRow);

    /// <summary>The end of the last region, as an expression.</summary>
    public string End => $"{Offset(Regions[Regions.Count - 1])} + {Regions[Regions.Count - 1].Extent}";

    /// <summary>Floats for so many rows.</summary>
    public long Length(long rows) => Regions.Sum(region => region.Floats + (rows * region.FloatsOfRow));

    /// <summary>The constant that says where a region starts: <c>ScoresOffset</c>.</summary>
    public string Offset(Region region) => $"{Prefix}{region.Title}Offset";

    /// <summary>All offsets, each with the sum that it is.</summary>
    public IEnumerable<(Region Region, string Start)> Starts()
    {
        string start = "0";
        foreach (Region region in Regions)
        {
            yield return (region, start);
            start = $"{Offset(region)} + {region.Extent}";
        }
    }

    /// <summary>The regions without those of some names.</summary>
    public IEnumerable<Region> Without(params string[] names) => Regions.Where(region => !names.Contains(region.Name));
}
