using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

/// <summary>The page as files that any server may serve.</summary>
/// <param name="folder">Where it is published to.</param>
internal sealed class PublishedPage(string folder)
{
    private static readonly string[] Compressed = [".br", ".gz"];

    /// <summary>The files, <c>index.html</c> among them.</summary>
    public string Files => Path.Combine(folder, "wwwroot");

    /// <summary>Publishes it by the SDK that started this program: trimmed, and each file compressed beside itself.</summary>
    /// <returns>Whether that went well; if not, the SDK has said why.</returns>
    public async Task<bool> Publish(CancellationToken cancellation)
    {
        string project = typeof(PublishedPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "Page").Value!;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["publish", project, "-c", "Release", "-o", folder, "--nologo", "-v", "q"]);
        using Process publishing = Process.Start(start)!;
        await publishing.WaitForExitAsync(cancellation);
        return publishing.ExitCode == 0;
    }

    /// <summary>Bytes of the page by kind, as files and as they travel.</summary>
    public string Sizes()
    {
        FileInfo[] files = [.. new DirectoryInfo(Files).EnumerateFiles("*", SearchOption.AllDirectories).Where(static file => !Compressed.Contains(file.Extension))];
        StringBuilder table = new();
        table.AppendLine($"{"",-34}{"bytes",12}{"Brotli",12}");
        foreach (IGrouping<string, FileInfo> kind in files.GroupBy(Kind).OrderByDescending(static kind => kind.Sum(Traveling)))
        {
            table.AppendLine(Row(kind.Key, kind));
        }

        table.Append(Row("together", files));
        return table.ToString();
    }

    private static string Row(string name, IEnumerable<FileInfo> files) =>
        string.Create(CultureInfo.InvariantCulture, $"{name,-34}{files.Sum(static file => file.Length),12:N0}{files.Sum(Traveling),12:N0}");

    private static long Traveling(FileInfo file) => new FileInfo(file.FullName + ".br") is { Exists: true } compressed ? compressed.Length : file.Length;

    private static string Kind(FileInfo file) => file.Name.Split('.')[0] switch
    {
        "SpanAttention" => "the library, trimmed",
        "GptModel" or "BrowserPage" => "the sample, with emitted code",
        "dotnet" => "the runtime",
        _ => file.Extension switch
        {
            ".wasm" => "the framework, trimmed",
            ".safetensors" => "weights",
            _ => "the page",
        },
    };
}
