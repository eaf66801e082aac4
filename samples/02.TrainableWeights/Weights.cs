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
