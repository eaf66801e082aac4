using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SpanAttention.Benchmarks.Contenders;

namespace SpanAttention.Benchmarks.Comparing;

/// <summary>The first 48 bits of SHA-256 of all that a contender writes, such as 54ad84a525cd.</summary>
internal static class OutputHash
{
    private const int Digits = 12;

    /// <summary>What is not written stays NaN, and counts as well.</summary>
    public static string Of(Contender contender, Span<float> destination)
    {
        destination.Fill(float.NaN);
        contender.Run(calls: 1);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(destination)))[..Digits];
    }
}
