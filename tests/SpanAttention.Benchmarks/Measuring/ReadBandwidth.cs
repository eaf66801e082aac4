using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>How many bytes a second one core reads: a sum over a buffer, one part after the other.</summary>
internal sealed class ReadBandwidth(long bufferBytes, long partBytes)
{
    private const int Chains = 8;

    private readonly float[] buffer = Filled((int)(bufferBytes / sizeof(float)));
    private readonly int part = (int)(partBytes / sizeof(float));
    private int position;
    private float sink;

    /// <summary>Bytes a second. Reads one part at least.</summary>
    public double Sample(double seconds)
    {
        long bytes = 0;
        long start = Stopwatch.GetTimestamp();
        do
        {
            sink += Read(NextPart());
            bytes += (long)sizeof(float) * part;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);

        return bytes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static float[] Filled(int length)
    {
        float[] buffer = new float[length];
        buffer.AsSpan().Fill(1);
        return buffer;
    }

    private static float Read(ReadOnlySpan<float> values) => Arithmetic.Width switch
    {
        512 => Read<Vector512<float>, Lanes512>(values),
        256 => Read<Vector256<float>, Lanes256>(values),
        _ => Read<Vector128<float>, Lanes128>(values),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Read<TVector, TLanes>(ReadOnlySpan<float> values)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        nuint width = (nuint)TLanes.Count;
        TVector a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nuint i = 0; i + (Chains * width) <= (nuint)values.Length; i += Chains * width)
        {
            a = TLanes.Add(a, TLanes.Load(in first, i));
            b = TLanes.Add(b, TLanes.Load(in first, i + width));
            c = TLanes.Add(c, TLanes.Load(in first, i + (2 * width)));
            d = TLanes.Add(d, TLanes.Load(in first, i + (3 * width)));
            e = TLanes.Add(e, TLanes.Load(in first, i + (4 * width)));
            f = TLanes.Add(f, TLanes.Load(in first, i + (5 * width)));
            g = TLanes.Add(g, TLanes.Load(in first, i + (6 * width)));
            h = TLanes.Add(h, TLanes.Load(in first, i + (7 * width)));
        }

        TVector sum = TLanes.Add(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)), TLanes.Add(TLanes.Add(e, f), TLanes.Add(g, h)));
        return TLanes.Sum(sum);
    }

    private ReadOnlySpan<float> NextPart()
    {
        int start = position + part <= buffer.Length ? position : 0;
        position = start + part;
        return buffer.AsSpan(start, part);
    }
}
