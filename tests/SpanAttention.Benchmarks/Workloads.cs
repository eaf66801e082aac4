namespace SpanAttention.Benchmarks;

/// <summary>The workloads that are always there.</summary>
internal static class Workloads
{
    private const int Caches = 16;
    private const int Texts = 32;
    private const int ShortestText = 6;
    private const int LongestText = 39;
    private const int Sentences = 64;

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("W1 chapter 6x3", 1, 1, 6, 6, 3, Causal: false, ModelDim: 0) { IsSelfAttention = true },
        new("W2 npc 4x16x16", 4, 4, 16, 16, 16, Causal: false, ModelDim: 0),
        new("W3 entity 4x64x32", 4, 4, 64, 64, 32, Causal: false, ModelDim: 0),
        new("W4 causal 12x256x64", 12, 12, 256, 256, 64, Causal: true, ModelDim: 0),
        new("W5 causal 12x1024x64", 12, 12, 1024, 1024, 64, Causal: true, ModelDim: 0),
        new("W6 causal 8/2x2048x128", 8, 2, 2048, 2048, 128, Causal: true, ModelDim: 0),
        new("W7 decode 12x1024x64", 12, 12, 1, 1024, 64, Causal: false, ModelDim: 0),
        new("W8 decode 32/8x4096x128", 32, 8, 1, 4096, 128, Causal: false, ModelDim: 0),
        new("W9 full 1x8192x64", 1, 1, 8192, 8192, 64, Causal: false, ModelDim: 0),
        new("W10 layer 64x128", 4, 4, 64, 64, 32, Causal: false, ModelDim: 128),
        new("W11 causal layer 256x768", 12, 12, 256, 256, 64, Causal: true, ModelDim: 768),
        new("W12 decode layer 1024x768", 12, 12, 1, 1024, 64, Causal: true, ModelDim: 768),
        FeedForward("W13 feed-forward 768x3072, 128 tokens", tokens: 128),
        FeedForward("W13 feed-forward 768x3072, 16 tokens", tokens: 16),
        FeedForward("W13 feed-forward 768x3072, 1 token", tokens: 1),
        Gpt2Block("W14 block 128x768", tokens: 128, keys: 128),
        Gpt2Block("W14 decode block 1024x768", tokens: 1, keys: 1024),
        Gpt2Block("W15 16 caches of 1024x768", tokens: 1, keys: 1024) with { Lengths = [.. Enumerable.Repeat(1, Caches)] },
        Gpt2Block("W15 16 caches of 128x768", tokens: 1, keys: 128) with { Lengths = [.. Enumerable.Repeat(1, Caches)] },
        MiniLmBlock("W16 block 8x384", tokens: 8),
        MiniLmBlock("W16 block 16x384", tokens: 16),
        MiniLmBlock("W16 block 32x384", tokens: 32),
        MiniLmBlock("W16 block 128x384", tokens: 128),
        MiniLmBlock("W16 block 256x384", tokens: 256),
        MiniLmBlock("W16 block, 32 texts", LongestText) with { Lengths = [.. Enumerable.Range(0, Texts).Select(TextLength)] },
        MiniLm("W17 MiniLM, 8 tokens", tokens: 8),
        MiniLm("W17 MiniLM, 16 tokens", tokens: 16),
        MiniLm("W17 MiniLM, 32 tokens", tokens: 32),
        MiniLm("W17 MiniLM, 128 tokens", tokens: 128),
        MiniLm("W17 MiniLM, 256 tokens", tokens: 256),
        MiniLm("W17 MiniLM, 64 sentences", LongestText) with { Lengths = [.. Enumerable.Range(0, Sentences).Select(sentence => TextLength(sentence % Texts))] },
    ];

    private static Workload FeedForward(string name, int tokens) => new(name, 0, 0, tokens, tokens, 0, Causal: false, ModelDim: 768) { HiddenDim = 3072 };

    private static Workload Gpt2Block(string name, int tokens, int keys) => new(name, 12, 12, tokens, keys, 64, Causal: true, ModelDim: 768) { HiddenDim = 3072 };

    private static Workload MiniLmBlock(string name, int tokens) =>
        new(name, 12, 12, tokens, tokens, 32, Causal: false, ModelDim: 384) { HiddenDim = 1536, Style = BlockStyle.MiniLm };

    private static Workload MiniLm(string name, int tokens) => MiniLmBlock(name, tokens) with { Blocks = 6 };

    /// <summary>Evenly from the shortest to the longest, in no order.</summary>
    private static int TextLength(int text) => ShortestText + (text * 7 % Texts * (LongestText - ShortestText) / (Texts - 1));
}
