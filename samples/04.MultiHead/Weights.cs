// The numbers that the chapter's random seeds give.

/// <summary>Version 1: uniform random numbers, seed 123; nn.Parameter, [in, out].</summary>
internal static class FirstWeights
{
    public static ReadOnlySpan<float> Query =>
    [
        0.29611194f, 0.5165623f,
        0.25167072f, 0.6885568f,
        0.07397246f, 0.86652195f,
    ];

    public static ReadOnlySpan<float> Key =>
    [
        0.13657987f, 0.10247904f,
        0.18405646f, 0.72644675f,
        0.3152539f, 0.68710667f,
    ];

    public static ReadOnlySpan<float> Value =>
    [
        0.075635314f, 0.19663817f,
        0.31641197f, 0.40174013f,
        0.1185683f, 0.8273954f,
    ];
}

/// <summary>Version 2: nn.Linear, seed 789, [out, in].</summary>
internal static class LinearWeights
{
    public static ReadOnlySpan<float> Query =>
    [
        0.31605908f, 0.45680857f, 0.51183486f,
        -0.1682854f, -0.33787704f, -0.09177387f,
    ];

    public static ReadOnlySpan<float> Key =>
    [
        0.40580583f, -0.47042054f, 0.2368052f,
        0.21336074f, -0.26005065f, -0.510543f,
    ];

    public static ReadOnlySpan<float> Value =>
    [
        0.25256988f, -0.14147827f, -0.19618134f,
        0.5191074f, -0.08516758f, -0.20432705f,
    ];
}

/// <summary>The causal layer: nn.Linear, seed 123, [out, in].</summary>
internal static class CausalWeights
{
    public static ReadOnlySpan<float> Query =>
    [
        -0.23542964f, 0.019124476f, -0.28674594f,
        0.21772662f, -0.4919342f, 0.42322308f,
    ];

    public static ReadOnlySpan<float> Key =>
    [
        -0.4196414f, -0.45901766f, -0.36482018f,
        0.2614782f, -0.2133264f, 0.21605217f,
    ];

    public static ReadOnlySpan<float> Value =>
    [
        -0.49001414f, -0.35029206f, -0.2119892f,
        -0.11346072f, -0.44043937f, 0.37804362f,
    ];
}

/// <summary>The wrapper's second head: the next numbers of the same stream, [out, in].</summary>
internal static class SecondHeadWeights
{
    public static ReadOnlySpan<float> Query =>
    [
        -0.13615717f, 0.18532233f, 0.4082695f,
        0.107563816f, 0.15787685f, 0.55729234f,
    ];

    public static ReadOnlySpan<float> Key =>
    [
        -0.2603904f, 0.18287641f, -0.25687245f,
        0.41260317f, 0.4611045f, -0.53230095f,
    ];

    public static ReadOnlySpan<float> Value =>
    [
        0.49285263f, 0.27569306f, 0.25159022f,
        0.23768058f, 0.47995073f, -0.07623307f,
    ];
}

/// <summary>The output projection of MultiHeadAttention, [out, in]; its other weights are the causal layer's.</summary>
internal static class OutputWeights
{
    public static ReadOnlySpan<float> Output =>
    [
        -0.16675779f, 0.22697258f,
        0.500026f, 0.13173823f,
    ];

    public static ReadOnlySpan<float> Bias => [0.19335887f, 0.68254095f];
}
