// The numbers that the chapter's random seed gives.

/// <summary>The chapter's two causal heads, one above the other: nn.Linear, seed 123, [out, in].</summary>
internal static class TwoHeadWeights
{
    public static ReadOnlySpan<float> Query =>
    [
        -0.23542964f, 0.019124476f, -0.28674594f,
        0.21772662f, -0.4919342f, 0.42322308f,
        -0.13615717f, 0.18532233f, 0.4082695f,
        0.107563816f, 0.15787685f, 0.55729234f,
    ];

    public static ReadOnlySpan<float> Key =>
    [
        -0.4196414f, -0.45901766f, -0.36482018f,
        0.2614782f, -0.2133264f, 0.21605217f,
        -0.2603904f, 0.18287641f, -0.25687245f,
        0.41260317f, 0.4611045f, -0.53230095f,
    ];

    public static ReadOnlySpan<float> Value =>
    [
        -0.49001414f, -0.35029206f, -0.2119892f,
        -0.11346072f, -0.44043937f, 0.37804362f,
        0.49285263f, 0.27569306f, 0.25159022f,
        0.23768058f, 0.47995073f, -0.07623307f,
    ];
}
