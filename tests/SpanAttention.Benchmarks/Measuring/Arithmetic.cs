using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>How many multiply-adds one core does in a second, at the width that vectors have here.</summary>
internal static class Arithmetic
{
    private const int Iterations = 50_000;

    // A product and a sum that stay near one.
    private const float Factor = 0.999999f;
    private const float Addend = 0.000001f;

    private static float sink;

    /// <summary>Bits of the vectors.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Whether there are 32 registers. Those machines get more chains: some need 16 to fill their pipes.</summary>
    public static bool HasManyRegisters => Vector512.IsHardwareAccelerated || AdvSimd.Arm64.IsSupported;

    /// <summary>Operations a second, a multiply-add being two.</summary>
    public static double Sample(double seconds) => Width switch
    {
        512 => Sample<Vector512<float>, Lanes512>(seconds),
        256 => Sample<Vector256<float>, Lanes256>(seconds),
        _ => Sample<Vector128<float>, Lanes128>(seconds),
    };

    private static double Sample<TVector, TLanes>(double seconds)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        int chains = HasManyRegisters ? 24 : 12;
        double flops = 0;
        double start = Clock.Thread.Seconds;
        double taken;
        do
        {
            sink += TLanes.Sum(HasManyRegisters ? RunWideChains<TVector, TLanes>(Iterations) : RunChains<TVector, TLanes>(Iterations));
            flops += 2.0 * Iterations * chains * TLanes.Count;
            taken = Clock.Thread.Seconds - start;
        }
        while (taken < seconds);

        return flops / taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector RunChains<TVector, TLanes>(int iterations)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector factor = TLanes.Create(Factor);
        TVector addend = TLanes.Create(Addend);
        TVector a = factor, b = factor, c = factor, d = factor, e = factor, f = factor;
        TVector g = factor, h = factor, i = factor, j = factor, k = factor, l = factor;
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            a = TLanes.MultiplyAdd(a, factor, addend);
            b = TLanes.MultiplyAdd(b, factor, addend);
            c = TLanes.MultiplyAdd(c, factor, addend);
            d = TLanes.MultiplyAdd(d, factor, addend);
            e = TLanes.MultiplyAdd(e, factor, addend);
            f = TLanes.MultiplyAdd(f, factor, addend);
            g = TLanes.MultiplyAdd(g, factor, addend);
            h = TLanes.MultiplyAdd(h, factor, addend);
            i = TLanes.MultiplyAdd(i, factor, addend);
            j = TLanes.MultiplyAdd(j, factor, addend);
            k = TLanes.MultiplyAdd(k, factor, addend);
            l = TLanes.MultiplyAdd(l, factor, addend);
        }

        return Total<TVector, TLanes>(Total<TVector, TLanes>(a, b, c, d), Total<TVector, TLanes>(e, f, g, h), Total<TVector, TLanes>(i, j, k, l), addend);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector RunWideChains<TVector, TLanes>(int iterations)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector factor = TLanes.Create(Factor);
        TVector addend = TLanes.Create(Addend);
        TVector a = factor, b = factor, c = factor, d = factor, e = factor, f = factor, g = factor, h = factor;
        TVector i = factor, j = factor, k = factor, l = factor, m = factor, n = factor, o = factor, p = factor;
        TVector q = factor, r = factor, s = factor, t = factor, u = factor, v = factor, w = factor, x = factor;
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            a = TLanes.MultiplyAdd(a, factor, addend);
            b = TLanes.MultiplyAdd(b, factor, addend);
            c = TLanes.MultiplyAdd(c, factor, addend);
            d = TLanes.MultiplyAdd(d, factor, addend);
            e = TLanes.MultiplyAdd(e, factor, addend);
            f = TLanes.MultiplyAdd(f, factor, addend);
            g = TLanes.MultiplyAdd(g, factor, addend);
            h = TLanes.MultiplyAdd(h, factor, addend);
            i = TLanes.MultiplyAdd(i, factor, addend);
            j = TLanes.MultiplyAdd(j, factor, addend);
            k = TLanes.MultiplyAdd(k, factor, addend);
            l = TLanes.MultiplyAdd(l, factor, addend);
            m = TLanes.MultiplyAdd(m, factor, addend);
            n = TLanes.MultiplyAdd(n, factor, addend);
            o = TLanes.MultiplyAdd(o, factor, addend);
            p = TLanes.MultiplyAdd(p, factor, addend);
            q = TLanes.MultiplyAdd(q, factor, addend);
            r = TLanes.MultiplyAdd(r, factor, addend);
            s = TLanes.MultiplyAdd(s, factor, addend);
            t = TLanes.MultiplyAdd(t, factor, addend);
            u = TLanes.MultiplyAdd(u, factor, addend);
            v = TLanes.MultiplyAdd(v, factor, addend);
            w = TLanes.MultiplyAdd(w, factor, addend);
            x = TLanes.MultiplyAdd(x, factor, addend);
        }

        TVector first = Total<TVector, TLanes>(Total<TVector, TLanes>(a, b, c, d), Total<TVector, TLanes>(e, f, g, h), Total<TVector, TLanes>(i, j, k, l), addend);
        return Total<TVector, TLanes>(Total<TVector, TLanes>(m, n, o, p), Total<TVector, TLanes>(q, r, s, t), Total<TVector, TLanes>(u, v, w, x), first);
    }

    private static TVector Total<TVector, TLanes>(TVector a, TVector b, TVector c, TVector d)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> => TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d));
}
