using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;

/// <summary>The context vectors as a careful user of <see cref="TensorPrimitives"/> computes them, timed beside the generated ones.</summary>
internal static class Comparison
{
    private const int Tokens = 6;
    private const int Width = 3;
    private const int Batches = 31;
    private const double BatchMilliseconds = 10;

    public static void ForwardByHand(ReadOnlySpan<float> inputs, Span<float> context)
    {
        Span<float> weights = stackalloc float[Tokens];
        for (int query = 0; query < Tokens; query++)
        {
            for (int key = 0; key < Tokens; key++)
            {
                weights[key] = TensorPrimitives.Dot(Token(inputs, query), Token(inputs, key));
            }

            // Not TensorPrimitives.SoftMax: it does not subtract the maximum, and a score above 88 overflows.
            TensorPrimitives.Subtract(weights, TensorPrimitives.Max(weights), weights);
            TensorPrimitives.Exp(weights, weights);
            TensorPrimitives.Divide(weights, TensorPrimitives.Sum(weights), weights);

            Span<float> row = context.Slice(query * Width, Width);
            row.Clear();
            for (int key = 0; key < Tokens; key++)
            {
                TensorPrimitives.MultiplyAdd(Token(inputs, key), weights[key], row, row);
            }
        }
    }

    /// <summary>The only lines of this sample that differ from run to run.</summary>
    public static void PrintTimings(float[] inputs)
    {
        float[] context = new float[Tokens * Width];
        Measurement[] measurements =
        [
            new("JourneyAttention.Forward", calls =>
            {
                for (int call = 0; call < calls; call++)
                {
                    JourneyAttention.Forward(inputs, context);
                }
            }),
            new("by hand, TensorPrimitives", calls =>
            {
                for (int call = 0; call < calls; call++)
                {
                    ForwardByHand(inputs, context);
                }
            }),
        ];

        foreach (Measurement measurement in measurements)
        {
            measurement.WarmUp();
        }

        // In turns, so that both see the same moods of the machine.
        for (int batch = 0; batch < Batches; batch++)
        {
            foreach (Measurement measurement in measurements)
            {
                measurement.RunBatch(batch);
            }
        }

        Console.WriteLine($"timings, median of {Batches} batches");
        foreach (Measurement measurement in measurements)
        {
            Console.WriteLine(measurement.ToString());
        }
    }

    private static ReadOnlySpan<float> Token(ReadOnlySpan<float> inputs, int token) => inputs.Slice(token * Width, Width);

    private sealed class Measurement(string name, Action<int> run)
    {
        private readonly double[] nanoseconds = new double[Batches];
        private int callsPerBatch;
        private long allocatedBytes;
        private long calls;

        /// <summary>Compiles everything, and learns how many calls fill a batch.</summary>
        public void WarmUp()
        {
            const int Calls = 1_000;
            run(Calls);
            long start = Stopwatch.GetTimestamp();
            run(Calls);
            callsPerBatch = (int)(Calls * BatchMilliseconds / Stopwatch.GetElapsedTime(start).TotalMilliseconds) + 1;
        }

        public void RunBatch(int batch)
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            run(callsPerBatch);
            nanoseconds[batch] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / callsPerBatch;
            allocatedBytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
            calls += callsPerBatch;
        }

        public override string ToString()
        {
            double[] sorted = [.. nanoseconds.Order()];
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-26} {sorted[Batches / 2],8:F1} ns a call  {(double)allocatedBytes / calls,6:0.##} bytes allocated a call");
        }
    }
}
