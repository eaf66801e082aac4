namespace SpanAttention.Benchmarks.Tokens;

/// <summary>The layer whose times are taken by its number of tokens.</summary>
internal static class TokenLayer
{
    private const int DefaultWidth = 384;
    private const int DefaultHeads = 12;

    // Register tiles of the packed products have up to 64 outputs, and no edge.
    private const int WidthStep = 64;

    /// <summary>Neither causal nor cached, with all its tokens.</summary>
    public static Workload Of(Options options, int tokens)
    {
        int width = options.Width ?? DefaultWidth;
        int heads = options.Heads ?? DefaultHeads;
        if (width % WidthStep != 0 || width % heads != 0)
        {
            throw new UsageException($"--width {width} --heads {heads}: the width is a multiple of {WidthStep} and of the heads");
        }

        return new Workload($"layer of {width}, {heads} heads", heads, heads, tokens, tokens, width / heads, Causal: false, width);
    }
}
