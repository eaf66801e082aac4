using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of gradients, as its page writes it.</summary>
public sealed class CanonicalBackward(CanonicalArithmetic arithmetic, AttentionShape shape)
{
    private const int KeyTile = 64;
    private const int RowFold = 32;
    private const int SinkSums = 16;
    private const float LogarithmOfE = (float)CanonicalArithmetic.LogarithmOfE;

    private readonly CanonicalScores scores = new(arithmetic, shape);
    private readonly float scale = (float)shape.Scale;
    private readonly float exponentScale = (float)(shape.HasNaturalUnits ? CanonicalArithmetic.LogarithmOfE : shape.Scale * CanonicalArithmetic.LogarithmOfE);
    private readonly float keepScale = shape.Dropout ? (float)shape.KeepScale : 1;

    /// <summary>Gradients of the inputs; what lies between tokens is marked as untouched.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="forward">What Forward gave for them.</param>
    /// <param name="contextGradient">The gradient of the context.</param>
    public CallGradients Backward(AttentionInputs inputs, AttentionResult forward, float[] contextGradient)
    {
        CallGradients gradients = CallGradients.Filled(shape, inputs.QueryLength, inputs.KeyLength, Bits.Untouched);
        Row[] rows = [.. AttentionRow.All(shape, inputs).Select(row => Weigh(row, forward, contextGradient))];
        foreach (Row row in rows)
        {
            WriteQuery(row, shape.Query(inputs.QueryLength).Head(gradients.Query, row.Pairs.Index, row.Pairs.Head));
        }

        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            Row[][] heads = [.. rows.Where(row => shape.KeyValueHead(row.Pairs.Head) == head).GroupBy(static row => row.Pairs.Head).Select(static group => group.ToArray())];
            for (int key = 0; key < inputs.KeyLength; key++)
            {
                Fold(heads, key, static row => row.Scores, static row => row.Pairs.Query, scale, shape.Key(inputs.KeyLength).Head(gradients.Key, key, head));
                Fold(heads, key, static row => row.Kept, static row => row.ContextGradient, keepScale, shape.Value(inputs.KeyLength).Head(gradients.Value, key, head));
            }
        }

        WriteBias(rows, inputs, gradients.Bias);
        WriteSinks(rows, inputs, gradients.Sinks);
        return gradients;
    }

    private Row Weigh(AttentionRow pairs, AttentionResult forward, float[] contextGradient)
    {
        int keys = pairs.Inputs.KeyLength;
        float[] gradient = pairs.Context(contextGradient).ToArray();
        float shift = forward.LogSumExp[(pairs.Head * pairs.Inputs.QueryLength) + pairs.Index] * LogarithmOfE;
        Row row = new(pairs, gradient, shift, Dot(gradient, pairs.Context(forward.Context)), new float?[keys], new float?[keys], new float?[keys]);
        for (int key = 0; key < keys; key++)
        {
            if (pairs.IsVisible(key))
            {
                Weigh(row, key);
            }
        }

        return row;
    }

    private void Weigh(Row row, int key)
    {
        float weight = Weight(scores.Logit(row.Pairs, key), row.Shift);
        bool kept = row.Pairs.IsKept(key);
        row.Kept[key] = kept ? weight : null;
        float product = Dot(row.ContextGradient, row.Pairs.Value(key));
        float difference = !kept ? -row.Delta : shape.Dropout ? arithmetic.MultiplyAdd(product, keepScale, -row.Delta) : product - row.Delta;
        float gradient = (float)(weight * difference) + 0f;
        row.Masked[key] = gradient;
        row.Scores[key] = shape.SoftCap is null ? gradient : (float)(gradient * scores.CapSlope(row.Pairs, key)) + 0f;
    }

    private float Weight(float logit, float shift)
    {
        float exponent = arithmetic.MultiplyAdd(logit, exponentScale, -shift);
        return arithmetic.Exp2(exponent > 0 ? 0 : exponent);
    }

    private float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int x = 0; x < a.Length; x++)
        {
            sum = arithmetic.MultiplyAdd(a[x], b[x], sum);
        }

        return sum;
    }

    private void WriteQuery(Row row, Span<float> gradient)
    {
        float[] sum = new float[gradient.Length];
        for (int tile = 0; tile < row.Scores.Length; tile += KeyTile)
        {
            float[] accumulator = new float[gradient.Length];
            for (int key = tile; key < Math.Min(tile + KeyTile, row.Scores.Length); key++)
            {
                Accumulate(row.Scores[key], row.Pairs.Key(key), accumulator);
            }

            Add(accumulator, sum);
        }

        Finish(sum, scale, gradient);
    }

    private void Fold(Row[][] heads, int key, Func<Row, float?[]> weights, ReadRow source, float factor, Span<float> gradient)
    {
        float[] sum = new float[gradient.Length];
        foreach (Row[] rows in heads)
        {
            for (int fold = 0; fold < rows.Length; fold += RowFold)
            {
                float[] accumulator = new float[gradient.Length];
                foreach (Row row in rows[fold..Math.Min(fold + RowFold, rows.Length)])
                {
                    Accumulate(weights(row)[key], source(row), accumulator);
                }

                Add(accumulator, sum);
            }
        }

        Finish(sum, factor, gradient);
    }

    private void Accumulate(float? weight, ReadOnlySpan<float> source, float[] accumulator)
    {
        for (int x = 0; weight is { } factor && x < accumulator.Length; x++)
        {
            accumulator[x] = arithmetic.MultiplyAdd(factor, source[x], accumulator[x]);
        }
    }

    private static void Add(float[] accumulator, float[] sum)
    {
        for (int x = 0; x < sum.Length; x++)
        {
            sum[x] += accumulator[x];
        }
    }

    private void Finish(float[] sum, float factor, Span<float> gradient)
    {
        for (int x = 0; x < sum.Length; x++)
        {
            gradient[x] = arithmetic.MultiplyAdd(sum[x], factor, 0);
        }
    }

    private void WriteBias(Row[] rows, AttentionInputs inputs, float[] gradient)
    {
        Array.Clear(gradient);
        foreach (Row row in rows.Where(_ => gradient.Length > 0))
        {
            int head = shape.Bias == AttentionBias.HeadQueryKeys ? row.Pairs.Head : 0;
            for (int key = 0; key < inputs.KeyLength; key++)
            {
                gradient[(((head * inputs.QueryLength) + row.Pairs.Index) * inputs.KeyLength) + key] += row.Masked[key] ?? 0;
            }
        }
    }

    private void WriteSinks(Row[] rows, AttentionInputs inputs, float[] gradient)
    {
        for (int head = 0; head < gradient.Length; head++)
        {
            float[] sums = new float[SinkSums];
            foreach (Row row in rows.Where(row => row.Pairs.Head == head && !float.IsNegativeInfinity(row.Shift)))
            {
                float exponent = arithmetic.MultiplyAdd(inputs.Sinks[head], LogarithmOfE, -row.Shift);
                ref float sum = ref sums[row.Pairs.Index % SinkSums];
                sum = arithmetic.MultiplyAdd(arithmetic.Exp2(exponent > 0 ? 0 : exponent), row.Delta, sum);
            }

            for (int half = SinkSums / 2; half > 0; half /= 2)
            {
                for (int lane = 0; lane < half; lane++)
                {
                    sums[lane] += sums[lane + half];
                }
            }

            gradient[head] = 0 - sums[0];
        }
    }

    private delegate ReadOnlySpan<float> ReadRow(Row row);

    /// <summary>A row's weights that are kept, the gradients of its scores with all that is added to them, and those of its scaled products; null where a pair is left out.</summary>
    private sealed record Row(AttentionRow Pairs, float[] ContextGradient, float Shift, float Delta, float?[] Kept, float?[] Masked, float?[] Scores);
}
