/// <summary>Maps on show: in the terminal, in words, and as pictures in a folder.</summary>
internal sealed class Gallery
{
    private readonly string folder;

    public Gallery(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>In the system's temporary folder.</summary>
    public static string DefaultFolder => Path.Combine(Path.GetTempPath(), "SpanAttention.Heatmap");

    public void Show(AttentionMap map)
    {
        Console.WriteLine(TextHeatmap.Of(map));
        Console.WriteLine(Explanation.Of(map, top: 2));
        Picture.Save(map, folder);
    }

    public void Close() => Console.WriteLine($"Drawn to {folder}");
}
