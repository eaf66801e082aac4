using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>How many bytes a second one core reads: a sum over a buffer, one part after the other, in one stream or in two.</summary>
internal sealed class ReadBandwidth(long bufferBytes, long partBytes)
{
    // Farther than hardware prefetchers look: they stop at the end of a page.
    private const int PrefetchBytes = 4096;
    private const int LineBytes = 64;
    private const int Chains = 8;

    private readonly float[] buffer = Filled((int)(bufferBytes / sizeof(float)));
    private readonly int part = (int)(partBytes / sizeof(float));
    private int position;
    private float sink;

    /// <summary>Bytes a second, by the better of one stream and two.</summary>
    public double Sample(double seconds) => Math.Max(Sample(seconds / 2, streams: 1), Sample(seconds / 2, streams: 2));

    /// <summary>Reads one part at least.</summary>
    private double Sample(double seconds, int streams)
    {
        long bytes = 0;
        double start = Clock.Thread.Seconds;
        double taken;
        do
        {
            sink += Read(NextPart(), streams);
            bytes += (long)sizeof(float) * part;
            taken = Clock.Thread.Seconds - start;
        }
        while (taken < seconds);

        return bytes / taken;
    }

    private static float[] Filled(int length)
    {
        float[] buffer = new float[length];
        buffer.AsSpan().Fill(1);
        return buffer;
    }

    private static float Read(ReadOnlySpan<float> values, int streams) => Arithmetic.Width switch
    {
        512 => Read<Vector512<float>, Lanes512>(values, streams),
        256 => Read<Vector256<float>, Lanes256>(values, streams),
        _ => Read<Vector128<float>, Lanes128>(values, streams),
    };

    private static float Read<TVector, TLanes>(ReadOnlySpan<float> values, int streams)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        return streams == 1
            ? ReadOne<TVector, TLanes>(ref first, (nuint)values.Length)
            : ReadTwo<TVector, TLanes>(ref first, ref Unsafe.Add(ref first, values.Length / 2), (nuint)values.Length / 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float ReadOne<TVector, TLanes>(ref float values, nuint length)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        nuint width = (nuint)TLanes.Count;
        TVector a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nuint i = 0; i + (Chains * width) <= length; i += Chains * width)
        {
            Prefetch<TVector, TLanes>(ref values, i, Chains);
            a = TLanes.Add(a, TLanes.Load(in values, i));
            b = TLanes.Add(b, TLanes.Load(in values, i + width));
            c = TLanes.Add(c, TLanes.Load(in values, i + (2 * width)));
            d = TLanes.Add(d, TLanes.Load(in values, i + (3 * width)));
            e = TLanes.Add(e, TLanes.Load(in values, i + (4 * width)));
            f = TLanes.Add(f, TLanes.Load(in values, i + (5 * width)));
            g = TLanes.Add(g, TLanes.Load(in values, i + (6 * width)));
            h = TLanes.Add(h, TLanes.Load(in values, i + (7 * width)));
        }

        return Sum<TVector, TLanes>(a, b, c, d) + Sum<TVector, TLanes>(e, f, g, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float ReadTwo<TVector, TLanes>(ref float values, ref float others, nuint length)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        const int chains = Chains / 2;
        nuint width = (nuint)TLanes.Count;
        TVector a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nuint i = 0; i + (chains * width) <= length; i += chains * width)
        {
            Prefetch<TVector, TLanes>(ref values, i, chains);
            Prefetch<TVector, TLanes>(ref others, i, chains);
            a = TLanes.Add(a, TLanes.Load(in values, i));
            b = TLanes.Add(b, TLanes.Load(in values, i + width));
            c = TLanes.Add(c, TLanes.Load(in values, i + (2 * width)));
            d = TLanes.Add(d, TLanes.Load(in values, i + (3 * width)));
            e = TLanes.Add(e, TLanes.Load(in others, i));
            f = TLanes.Add(f, TLanes.Load(in others, i + width));
            g = TLanes.Add(g, TLanes.Load(in others, i + (2 * width)));
            h = TLanes.Add(h, TLanes.Load(in others, i + (3 * width)));
        }

        return Sum<TVector, TLanes>(a, b, c, d) + Sum<TVector, TLanes>(e, f, g, h);
    }

    /// <summary>Asks for the lines of so many vectors that come 4 KB later. .NET has a prefetch for x86 only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch<TVector, TLanes>(ref float values, nuint offset, int vectors)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        if (Sse.IsSupported)
        {
            // An address is asked for, not read: it may lie behind the buffer, or be stale where the buffer has just moved.
            byte* ahead = (byte*)Unsafe.AsPointer(ref Unsafe.Add(ref values, offset)) + PrefetchBytes;
            for (int line = 0; line < vectors * TLanes.Count * sizeof(float); line += LineBytes)
            {
                Sse.Prefetch0(ahead + line);
            }
        }
    }

    private static float Sum<TVector, TLanes>(TVector a, TVector b, TVector c, TVector d)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> => TLanes.Sum(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)));

    private ReadOnlySpan<float> NextPart()
    {
        int start = position + part <= buffer.Length ? position : 0;
        position = start + part;
        return buffer.AsSpan(start, part);
    }
}
