using System.Diagnostics;
using Microsoft.Playwright;

namespace SpanAttention.Browser.Tests;

/// <summary>The page of samples/13.Browser, published and served by the sample, and a browser that opens it.</summary>
public sealed class ServedPage : IAsyncLifetime
{
    private const string Serving = "Serving ";
    private Process? server;
    private IPlaywright? playwright;

    /// <summary>Where it is served.</summary>
    public Uri Address { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>What the sample says of the page's size.</summary>
    public IReadOnlyList<string> Lines { get; private set; } = [];

    public async Task InitializeAsync()
    {
        server = Process.Start(SampleProgram.Start("samples/13.Browser", "serve", "--port", "0"))!;
        List<string> lines = [];
        while (await server.StandardOutput.ReadLineAsync() is string line)
        {
            lines.Add(line);
            if (line.StartsWith(Serving, StringComparison.Ordinal))
            {
                Address = new(line[Serving.Length..].Split(' ')[0]);
                break;
            }
        }

        Assert.True(Address is not null, $"The sample does not serve:\n{string.Join('\n', lines)}");
        Lines = lines;
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Environment.GetEnvironmentVariable("SPANATTENTION_CHROMIUM") ?? "/usr/bin/chromium", ChromiumSandbox = false });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        playwright?.Dispose();
        server?.Kill(entireProcessTree: true);
        server?.Dispose();
    }
}
