namespace SpanAttention.Benchmarks;

/// <summary>The workloads that are always there.</summary>
internal static class Workloads
{
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
    ];
}
