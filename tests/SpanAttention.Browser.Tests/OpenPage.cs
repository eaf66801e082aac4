using Microsoft.Playwright;

namespace SpanAttention.Browser.Tests;

/// <summary>The page in a window of its own, with all that it asks for and complains of.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext context;

    private OpenPage(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];

    public IBrowserContext Context => context;

    /// <summary>Opens the page and waits until it is ready.</summary>
    public static async Task<OpenPage> Load(ServedPage served, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        IBrowserContext context = await served.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        OpenPage open = new(context, await context.NewPageAsync());
        await open.Page.GotoAsync(served.Address.ToString());
        await open.Page.Locator("html[data-ready=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = 120_000 });
        return open;
    }

    public async Task<string> Text(string selector) => (await Page.Locator(selector).TextContentAsync())!;

    /// <summary>Waits until an element's text is of a form.</summary>
    public async Task<string> Wait(string selector, string pattern)
    {
        await Assertions.Expect(Page.Locator(selector)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(pattern), new() { Timeout = 120_000 });
        return await Text(selector);
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
