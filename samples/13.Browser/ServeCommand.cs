using System.CommandLine;

/// <summary><c>serve</c>: publishes the page, adds what is computed outside it, says how large it is, and serves it.</summary>
internal sealed class ServeCommand : Command
{
    private readonly Option<int> port = new("--port") { Description = "The port to serve at; 0 takes a free one.", DefaultValueFactory = static _ => 8013 };
    private readonly Option<string?> folder = new("--folder") { Description = "Where the page goes; without it into this program's own folder." };
    private readonly Option<bool> publishOnly = new("--publish-only") { Description = "Ends once the page lies in the folder, which any server of files may serve." };

    public ServeCommand()
        : base("serve", "Publishes the page and serves it.")
    {
        Add(port);
        Add(folder);
        Add(publishOnly);
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        PublishedPage page = new(arguments.GetValue(folder) ?? Path.Combine(AppContext.BaseDirectory, "page"));
        Console.WriteLine("Publishing the page …");
        if (!await page.Publish(cancellation))
        {
            return 1;
        }

        await File.WriteAllTextAsync(Path.Combine(page.Files, "outside.json"), await SeparateCanon.Output("outside", Outside.OpeningText), cancellation);
        Console.WriteLine(page.Sizes());
        Console.WriteLine($"Published to {page.Files}");
        if (!arguments.GetValue(publishOnly))
        {
            await PageServer.Run(page.Files, arguments.GetValue(port), cancellation);
        }

        return 0;
    }
}
