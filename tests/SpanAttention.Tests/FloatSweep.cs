using System.Globalization;

namespace SpanAttention.Tests;

/// <summary>What a function does on many floats: how far it is from exact, where its forms differ, how often it falls.</summary>
internal sealed class FloatSweep
{
    private const int ChunkLength = (1 << 14) - 1;
    private const int WidestVector = 16;

    // Prime, so that a stride through the bit patterns meets every exponent and all low bits.
    private const int UsualStride = 1009;

    private readonly ElementaryFunction function;
    private readonly object merging = new();

    private FloatSweep(ElementaryFunction function) => this.function = function;

    public long Count { get; private set; }

    public double WorstUlps { get; private set; }

    public float WorstArgument { get; private set; }

    /// <summary>Neighbouring arguments of which the larger one has the smaller result.</summary>
    public long Falls { get; private set; }

    /// <summary>A form whose bits differ from the scalar one's.</summary>
    public string? Difference { get; private set; }

    /// <summary>From one float that is tried to the next, the first another one in every run (<see cref="RunSeed"/>): the environment variable SPANATTENTION_STRIDE, 1 for every float; else 1009.</summary>
    public static int Stride { get; } = int.TryParse(Environment.GetEnvironmentVariable("SPANATTENTION_STRIDE"), CultureInfo.InvariantCulture, out int stride) ? stride : UsualStride;

    public static FloatSweep Through(ElementaryFunction function, FloatRange range) => new FloatSweep(function).Add(range, Stride);

    /// <summary>Every float of every range.</summary>
    public static FloatSweep Over(ElementaryFunction function, params IEnumerable<FloatRange> ranges) =>
        ranges.Aggregate(new FloatSweep(function), (sweep, range) => sweep.Add(range, 1));

    public override string ToString() => $"{function.Name}: {Count:N0} floats, {WorstUlps:F4} ulp at {WorstArgument:G9}, {Falls:N0} falls";

    private FloatSweep Add(FloatRange range, int stride)
    {
        int offset = RunSeed.Random().Next(stride);
        long count = (range.Count - offset + stride - 1) / stride;
        Parallel.For(0, (count + ChunkLength - 1) / ChunkLength, chunk => AddChunk(range, stride, offset, chunk * ChunkLength, count));
        return this;
    }

    // Beyond the range's end its last float is repeated. A chunk starts with the one before it, for the falls between them.
    private void AddChunk(FloatRange range, int stride, int offset, long first, long count)
    {
        int length = (int)Math.Min(ChunkLength, count - first) + 1;
        float[] arguments = new float[(length + WidestVector - 1) / WidestVector * WidestVector];
        for (int index = 0; index < arguments.Length; index++)
        {
            arguments[index] = range[offset + (Math.Clamp(first + index - 1, 0, count - 1) * stride)];
        }

        (string Form, float[] Results)[] forms = [.. function.Forms(arguments)];
        float[] results = forms[0].Results;
        string? difference = forms.Skip(1).Select(form => FirstDifference(arguments, results, form)).FirstOrDefault(found => found is not null);
        int falls = Enumerable.Range(1, length - 1).Count(index => results[index] < results[index - 1]);
        (double ulps, float argument) = Worst(arguments, results, length);
        lock (merging)
        {
            Merge(length - 1, falls, ulps, argument, difference);
        }
    }

    private (double Ulps, float Argument) Worst(float[] arguments, float[] results, int length)
    {
        (double Ulps, float Argument) worst = (0, arguments[0]);
        for (int index = 1; index < length; index++)
        {
            double ulps = function.Ulps(arguments[index], results[index]);
            if (ulps > worst.Ulps)
            {
                worst = (ulps, arguments[index]);
            }
        }

        return worst;
    }

    private void Merge(int count, int falls, double ulps, float argument, string? difference)
    {
        Count += count;
        Falls += falls;
        Difference ??= difference;
        if (ulps > WorstUlps)
        {
            (WorstUlps, WorstArgument) = (ulps, argument);
        }
    }

    private string? FirstDifference(float[] arguments, float[] expected, (string Form, float[] Results) form)
    {
        for (int index = 0; index < arguments.Length; index++)
        {
            if (BitConverter.SingleToInt32Bits(expected[index]) != BitConverter.SingleToInt32Bits(form.Results[index]))
            {
                return $"{function.Name}({arguments[index]:G9}) is {expected[index]:G9} as scalar, {form.Results[index]:G9} in {form.Form}";
            }
        }

        return null;
    }
}
