using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Kernels that are right, by other conventions and in other precisions, which they declare.</summary>
internal static class RightKernels
{
    private static readonly AttentionShape All = new()
    {
        HeadDim = 3, ValueDim = 2, Heads = 6, KeyValueHeads = 2, Scale = 0.7, Causal = true, LeftWindow = 4, SoftCap = 3,
        Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.QueryKeys, Alibi = true, Sinks = true,
    };

    public static IReadOnlyDictionary<string, AttentionRoutine> Routines { get; } = new Dictionary<string, AttentionRoutine>
    {
        ["rows in float"] = Of(new PlainAttention(Shapes.Plain)),
        ["rows in float, of an odd width"] = Of(new PlainAttention(Shapes.Plain with { HeadDim = 65, ValueDim = 1 })),
        ["every option"] = Of(new PlainAttention(All)),
        ["windows"] = Of(new PlainAttention(Shapes.Windows)),
        ["heads first"] = Of(new PlainAttention(Shapes.Grouped with { Layout = AttentionLayout.HeadsFirst })),
        ["self-attention"] = new() { Shape = Shapes.Plain with { SelfAttention = true }, Forward = new PlainAttention(Shapes.Plain with { SelfAttention = true }).Forward, Weights = new PlainAttention(Shapes.Plain with { SelfAttention = true }).Weights },
        ["self-attention by the sum of scores"] = new PlainSelf(Shapes.SelfBySum).Routine,
        ["slopes"] = Of(new PlainAttention(Shapes.Sloped)),
        ["biases by heads, of which two share their keys"] = Of(new PlainAttention(Shapes.Plain with { Heads = 4, KeyValueHeads = 2, Bias = AttentionBias.HeadQueryKeys })),
        ["causal from the top left, in a window"] = Of(new FlashAttention(Shapes.Causal with { Alignment = QueryAlignment.TopLeft, LeftWindow = 20 })),
        ["queries are scaled before they meet keys"] = Of(new PlainAttention(Shapes.Plain)) with { Forward = ScaledFirst },
        ["flash"] = Of(new FlashAttention(Shapes.Plain)),
        ["flash with masks"] = Of(new FlashAttention(Shapes.Masked)),
        ["flash with sinks"] = Of(new FlashAttention(Shapes.Sunk)),
        ["flash of every option"] = Of(new FlashAttention(All)),
        ["rows that see nothing are NaN"] = Of(new PlainAttention(Shapes.Masked) { Empty = float.NaN }) with { EmptyRows = EmptyRows.NaN },
        ["rows that see nothing are means"] = Of(new PlainAttention(Shapes.Masked) { Empty = 0.25f }) with { EmptyRows = EmptyRows.Anything },
        ["hidden values are multiplied by 0"] = Of(new PlainAttention(Shapes.Causal) { MultipliesHidden = true }),
        ["queries are the last keys"] = Of(new PlainAttention(Shapes.Causal)) with { TakesKeyCount = false, QueriesAreLastKeys = true, Forward = Decoder },
        ["no more than 16 keys"] = Of(new PlainAttention(Shapes.Plain)) with { Takes = static source => source.KeyLength <= 16, Forward = AtMost16 },
        ["BFloat16"] = Short(8),
        ["Half or TF32"] = Short(11),
        ["subnormals count as 0"] = Of(new PlainAttention(Shapes.Plain)) with { FlushesSubnormals = true, Forward = Flushing },
        ["float64"] = Of(new PlainAttention(Shapes.Plain)) with { Forward = InDouble },
        ["two halves, merged by a float logSumExp"] = Of(new PlainAttention(Shapes.Plain)) with { TakesKeyCount = false, DividesByOwnSum = false, Forward = Merged(static keys => (keys + 1) / 2) },
        ["eight parts, merged by a float logSumExp"] = Of(new PlainAttention(Shapes.Plain)) with { TakesKeyCount = false, DividesByOwnSum = false, Forward = Merged(static keys => (keys + 7) / 8) },
        ["tiles of 16, merged by a float logSumExp"] = Of(new PlainAttention(Shapes.Plain)) with { TakesKeyCount = false, DividesByOwnSum = false, Forward = Merged(static _ => 16) },
    };

    private static AttentionRoutine Of(PlainAttention kernel) => new() { Shape = kernel.Shape, Forward = kernel.Forward, Weights = kernel.Weights, TakesKeyCount = true };

    private static AttentionRoutine Of(FlashAttention kernel) => new() { Shape = kernel.Shape, Forward = kernel.Forward, ForwardWithLogSumExp = kernel.Forward, TakesKeyCount = true };

    // Operands, scores, weights and results are stored in so many bits; sums are floats.
    private static AttentionRoutine Short(int bits)
    {
        PlainAttention kernel = new(Shapes.Plain) { Logit = pair => Broken.Short.Of(pair.Raw * pair.Scale, bits), Weight = weight => Broken.Short.Of(weight, bits) };
        return new AttentionRoutine
        {
            Shape = kernel.Shape,
            UnitRoundoff = Math.ScaleB(1, -bits),
            Forward = (in operands, destination) =>
            {
                kernel.Forward(operands with { Query = Broken.Short.Of(operands.Query, bits), Key = Broken.Short.Of(operands.Key, bits), Value = Broken.Short.Of(operands.Value, bits) }, destination);
                Broken.Short.Of(destination, bits).CopyTo(destination);
            },
        };
    }

    private static void ScaledFirst(in AttentionOperands operands, Span<float> destination)
    {
        float scale = 1 / MathF.Sqrt(3);
        new PlainAttention(Shapes.Plain with { Scale = 1 }).Forward(operands with { Query = Array.ConvertAll(operands.Query.ToArray(), number => number * scale) }, destination);
    }

    private static void Decoder(in AttentionOperands operands, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(operands.Query.Length, operands.Key.Length);
        new PlainAttention(Shapes.Causal).Forward(operands, destination);
    }

    private static void AtMost16(in AttentionOperands operands, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(operands.Key.Length, 16 * 3);
        new PlainAttention(Shapes.Plain).Forward(operands, destination);
    }

    private static void Flushing(in AttentionOperands operands, Span<float> destination)
    {
        new PlainAttention(Shapes.Plain).Forward(operands with { Query = Broken.Short.Flushed(operands.Query), Key = Broken.Short.Flushed(operands.Key), Value = Broken.Short.Flushed(operands.Value) }, destination);
        Broken.Short.Flushed(destination).CopyTo(destination);
    }

    private static void InDouble(in AttentionOperands operands, Span<float> destination)
    {
        int keys = operands.KeyCount ?? operands.Key.Length / 3;
        for (int row = 0; row < destination.Length; row += 3)
        {
            double[] exponentials = new double[keys];
            for (int key = 0; key < keys; key++)
            {
                for (int x = 0; x < 3; x++)
                {
                    exponentials[key] += (double)operands.Query[row + x] * operands.Key[(key * 3) + x] / Math.Sqrt(3);
                }
            }

            double maximum = exponentials.DefaultIfEmpty().Max();
            exponentials = Array.ConvertAll(exponentials, score => Math.Exp(score - maximum));
            double sum = exponentials.Sum();
            for (int x = 0; x < 3; x++)
            {
                double context = 0;
                for (int key = 0; key < keys; key++)
                {
                    context += exponentials[key] * operands.Value[(key * 3) + x];
                }

                destination[row + x] = keys == 0 ? 0 : (float)(context / sum);
            }
        }
    }

    private static AttentionCall Merged(Func<int, int> keysAPart) => (in operands, destination) =>
    {
        FlashAttention flash = new(Shapes.Plain);
        int part = Math.Max(1, keysAPart(operands.Key.Length / 3)) * 3;
        float[] other = new float[destination.Length];
        float[] sums = new float[destination.Length / 3];
        float[] otherSums = new float[sums.Length];
        Array.Fill(sums, float.NegativeInfinity);
        destination.Clear();
        for (int start = 0; start < operands.Key.Length; start += part)
        {
            int length = Math.Min(part, operands.Key.Length - start);
            flash.Forward(operands with { Key = operands.Key.Slice(start, length), Value = operands.Value.Slice(start, length) }, other, otherSums);
            Join(destination, sums, other, otherSums);
        }
    };

    private static void Join(Span<float> context, float[] sums, float[] other, float[] otherSums)
    {
        for (int row = 0; row < sums.Length; row++)
        {
            float maximum = MathF.Max(sums[row], otherSums[row]);
            float logSumExp = maximum + MathF.Log(MathF.Exp(sums[row] - maximum) + MathF.Exp(otherSums[row] - maximum));
            if (float.IsNegativeInfinity(maximum))
            {
                continue; // no score but −∞ so far: contexts are zeros
            }

            for (int x = row * 3; x < (row + 1) * 3; x++)
            {
                context[x] = (MathF.Exp(sums[row] - logSumExp) * context[x]) + (MathF.Exp(otherSums[row] - logSumExp) * other[x]);
            }

            sums[row] = logSumExp;
        }
    }
}
