using System.Globalization;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace SpanAttention.Browser.Tests;

/// <summary>samples/13.Browser in a real browser: what it computes is what is computed outside, and whoever comes can use it.</summary>
public sealed class PageTests(ServedPage served, ITestOutputHelper output) : IClassFixture<ServedPage>
{
    private const int Frames = 300;
    private const int HashedFrames = 50;
    private const string FortyCharacters = "An owl sees at night, and a cat at dusk.";

    [Fact]
    public async Task ATypedSentenceIsAnsweredAsOutside()
    {
        Assert.Equal(40, FortyCharacters.Length);
        await using OpenPage open = await OpenPage.Load(served);
        await open.Page.Locator("#sentence").FillAsync("");
        await open.Page.Locator("#sentence").PressSequentiallyAsync(FortyCharacters);
        await open.Wait("#look-what", "“An owl sees at night, and a cat at dusk\\.”");

        JsonElement outside = Outside.Run(FortyCharacters);
        Assert.Equal("Separate", outside.GetProperty("canon").GetString());
        Assert.Equal(outside.GetProperty("look").GetString(), await open.Text("#look-hash"));

        double[] looks = outside.Numbers("looks");
        Assert.Equal(41, looks.Length);
        await open.Page.Locator("#map").FocusAsync();
        for (int column = 0; column < looks.Length; column++)
        {
            Assert.EndsWith(looks[column].ToString(": 0.0000", CultureInfo.InvariantCulture), await open.Text("#cell"), StringComparison.Ordinal);
            await open.Page.Keyboard.PressAsync("ArrowRight");
        }

        string[] shares = [.. await open.Page.Locator("#expected li span").AllTextContentsAsync()];
        Assert.Equal(outside.Numbers("probabilities").Select(static probability => (probability * 100).ToString("0.0 '%'", CultureInfo.InvariantCulture)), shares);
        Assert.Empty(open.Complaints);
    }

    /// <summary>The time is printed, as no test depends on a machine.</summary>
    [Fact]
    public async Task ASentenceMayComeAtOnceOrByKeysOrBeChanged()
    {
        await using OpenPage open = await OpenPage.Load(served);
        await open.Page.Locator("#sentence").FillAsync(FortyCharacters);
        output.WriteLine($"40 characters at once: {await open.Text("#answered")}");
        string hash = await open.Text("#look-hash");

        await open.Page.Locator("#sentence").FillAsync(FortyCharacters[..20] + "x");
        Assert.NotEqual(hash, await open.Text("#look-hash"));
        await open.Page.Keyboard.PressAsync("Backspace");
        await open.Page.Keyboard.TypeAsync(FortyCharacters[20..]);
        output.WriteLine($"the last of 40 characters: {await open.Text("#answered")}");
        Assert.Equal(hash, await open.Text("#look-hash"));
        Assert.Contains($"outside '{FortyCharacters}'", await open.Text("#command"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheOpeningSentenceAndTheSquadHaveTheBitsOfOutside()
    {
        await using OpenPage open = await OpenPage.Load(served);
        Assert.Equal("the same", await open.Text("#look-verdict"));

        await Advance(open, Frames);
        Assert.Contains($"decisions of {Frames} frames", await open.Text("#squad-what"), StringComparison.Ordinal);
        Assert.Equal("the same", await open.Text("#squad-verdict"));
        string hash = await open.Text("#squad-hash");

        JsonElement outside = Outside.Run("");
        Assert.Equal(outside.Strings("squad")[(Frames / outside.GetProperty("hashedFrames").GetInt32()) - 1], hash);
        Assert.Equal("0", await open.Page.Locator("#frame").GetAttributeAsync("data-allocated"));
        output.WriteLine(await open.Text("#frame"));
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task KeysGoThroughHeadsLayersAndAgents()
    {
        await using OpenPage open = await OpenPage.Load(served);
        await open.Page.GetByRole(AriaRole.Gridcell, new() { Name = "Layer 0, head 0" }).FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await open.Page.Keyboard.PressAsync("ArrowDown");
        await open.Page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("Layer 2, head 1", await open.Text("#map-title"));
        Assert.Equal("Layer 2, head 1", await open.Page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')"));
        Assert.Equal("true", await open.Page.GetByRole(AriaRole.Gridcell, new() { Name = "Layer 2, head 1" }).GetAttributeAsync("aria-selected"));
        for (int press = 0; press < 9; press++)
        {
            await open.Page.Keyboard.PressAsync("ArrowRight");
        }

        Assert.Equal("Layer 2, head 5", await open.Text("#map-title"));

        await open.Page.Keyboard.PressAsync("Tab");
        await open.Page.Keyboard.PressAsync("ArrowUp");
        Assert.Matches("^“e” \\(38\\) looks at “the beginning” \\(0\\): 0\\.\\d{4}$", await open.Text("#cell"));

        await open.Page.Locator("#play").ClickAsync();
        await open.Page.Locator("#field").FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Matches("^Agent 0 sees \\d+", await open.Text("#agent"));
        string frame = await open.Text("#frame");
        await open.Page.Locator("#step").ClickAsync();
        Assert.NotEqual(frame, await open.Text("#frame"));
    }

    [Fact]
    public async Task PointingShowsNumbers()
    {
        await using OpenPage open = await OpenPage.Load(served);
        LocatorBoundingBoxResult box = (await open.Page.Locator("#map").BoundingBoxAsync())!;
        float cell = box.Width / 42;
        await open.Page.Mouse.MoveAsync(box.X + (cell * 3.5f), box.Y + (cell * 5.5f));
        Assert.Matches("^“space” \\(4\\) looks at “h” \\(2\\): 0\\.\\d{4}$", await open.Text("#cell"));
    }

    /// <summary>Nothing is fetched from elsewhere, and once it is there the page needs no network.</summary>
    [Fact]
    public async Task ThePageNeedsNothingButItsFiles()
    {
        await using OpenPage open = await OpenPage.Load(served);
        Assert.All(open.Requests, request => Assert.StartsWith(served.Address.ToString(), request, StringComparison.Ordinal));

        await open.Context.SetOfflineAsync(true);
        int requests = open.Requests.Count;
        await open.Page.Locator("#sentence").FillAsync("offline");
        Assert.StartsWith("8 tokens", await open.Text("#answered"), StringComparison.Ordinal);
        Assert.Equal(requests, open.Requests.Count);
        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData("phone", 360, ColorScheme.Light)]
    [InlineData("phone-dark", 360, ColorScheme.Dark)]
    [InlineData("desktop", 1280, ColorScheme.Light)]
    [InlineData("desktop-dark", 1280, ColorScheme.Dark)]
    public async Task ThePageFitsAndIsAccessible(string name, int width, ColorScheme scheme)
    {
        await using OpenPage open = await OpenPage.Load(served, width, 800, scheme);
        await Advance(open, HashedFrames);
        Assert.Equal("the same", await open.Text("#squad-verdict"));
        if (Environment.GetEnvironmentVariable("SPANATTENTION_SCREENSHOTS") is string folder)
        {
            await open.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }

        Assert.Equal(width, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        AxeResult axe = await open.Page.RunAxe();
        Assert.NotEmpty(axe.Passes);
        Assert.DoesNotContain(axe.Violations, static violation => violation.Impact is "serious" or "critical");
    }

    [Fact]
    public void SizesAreSaid()
    {
        foreach (string line in served.Lines)
        {
            output.WriteLine(line);
        }

        Assert.Contains(served.Lines, static line => line.StartsWith("together ", StringComparison.Ordinal));
    }

    /// <summary>Begins the squad again and goes on frame by frame, as how many a second there are depends on the machine.</summary>
    private static async Task Advance(OpenPage open, int frames)
    {
        await open.Page.Locator("#step").ClickAsync();
        await open.Page.Locator("#restart").ClickAsync();
        await open.Page.EvaluateAsync("frames => { for (let frame = 1; frame < frames; frame++) document.getElementById('step').click(); }", frames);
    }
}
