using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

/// <summary>Makes the numbers of a case, always the same for the same seed: by operations that IEEE 754 rounds alike everywhere.</summary>
internal sealed class CaseData(int seed)
{
    private static readonly float[] Poisons = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    // Beyond what a Half or a clip holds, and far from what overflows in a sum.
    private const float LargeValue = 1e20f;

    private readonly CaseRandom random = new(seed);

    /// <summary>Gives a case its tensors.</summary>
    public AttentionCase Fill(AttentionCase empty)
    {
        AttentionShape shape = empty.Shape;
        CaseKind kind = empty.Kind;
        AttentionCase filled = empty with
        {
            Query = Numbers(kind, empty.QueryLength * shape.Heads * shape.HeadDim),
            Key = Numbers(kind, empty.KeyLength * shape.KeyValueHeads * shape.HeadDim),
            Value = Numbers(kind is CaseKind.OneHot or CaseKind.Faint or CaseKind.Far ? CaseKind.Ordinary : kind, empty.KeyLength * shape.KeyValueHeads * shape.ValueDim),
            Mask = new HidingData(random).Mask(empty),
            Bias = new HidingData(random).Bias(empty),
            Sinks = shape.Sinks ? Sinks(shape.Heads) : [],
        };
        switch (kind)
        {
            case CaseKind.OneHot:
                PointAtOneAxis(filled);
                break;
            case CaseKind.Ascending or CaseKind.Descending:
                double step = (kind == CaseKind.Ascending ? 1 : -1) * (0.25 + (3 * random.NextDouble()));
                AlongOneDirection(filled, _ => 1, key => step * key);
                break;
            case CaseKind.NearlyTied when shape.SelfAttention:
                AlongOneDirection(filled, static _ => 1, _ => (random.Next(2) == 0 ? 100 : -100) * (1 + (random.Next(-8, 9) * 0.00002)));
                break;
            case CaseKind.NearlyTied:
                AlongOneDirection(filled, _ => random.Next(2) == 0 ? 1e4 : -1e4, _ => 1 + (random.Next(-8, 9) * 0.00004));
                break;
            case CaseKind.Tied:
                Repeat(filled);
                break;
            case CaseKind.SignedZero when random.Next(3) == 0:
                filled.Value.AsSpan().Fill(-0f);
                break;
            case CaseKind.Far:
                double distance = Math.Sqrt(random.Pick(1e5, 1e10, 1e30));
                AlongOneDirection(filled, _ => random.Next(2) == 0 ? distance : -distance, _ => distance * random.Pick(1, 1, 1.5, 2));
                filled = filled with { Value = Array.ConvertAll(filled.Value, static number => LargeValue * number) };
                break;
            case CaseKind.Poison:
                Poison(filled);
                break;
        }

        return shape.SelfAttention ? filled.OneTensor() : kind == CaseKind.SelfAttention ? Same(filled) : filled;
    }

    /// <summary>Gives a layer's case its inputs. Poison is in one token.</summary>
    public LayerCase Fill(LayerCase empty)
    {
        float[] inputs = Numbers(empty.Kind, empty.Tokens * empty.InputDim);
        if (empty.Kind == CaseKind.Far)
        {
            // Scores of thousands, and keys that a Half still holds.
            float size = 150 / MathF.Sqrt(empty.InputDim);
            inputs = Array.ConvertAll(inputs, number => size * number);
        }

        // Often as small as the square root of an epsilon, which norms add to mean squares.
        if (empty.Kind == CaseKind.Faint && random.Next(2) == 0)
        {
            inputs = Array.ConvertAll(inputs, static number => number / 64);
        }

        if (empty.Kind == CaseKind.Poison)
        {
            inputs.AsSpan(random.Next(empty.Tokens) * empty.InputDim, empty.InputDim).Fill(random.Pick<float>(Poisons));
        }

        return empty with { Inputs = inputs };
    }

    /// <summary>Numbers of a kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float[] Numbers(CaseKind kind, int length)
    {
        float[] numbers = new float[length];
        if (kind is CaseKind.Tied or CaseKind.Subnormal or CaseKind.SignedZero)
        {
            for (int index = 0; index < length; index++)
            {
                numbers[index] = Number(kind);
            }

            return numbers;
        }

        // Most numbers of long cases are such.
        (float size, float least) = kind == CaseKind.Faint ? (0.25f, -0.125f) : (4f, -2f);
        for (int index = 0; index < length; index++)
        {
            numbers[index] = (random.NextSingle() * size) + least;
        }

        return numbers;
    }

    private float Number(CaseKind kind) => kind switch
    {
        CaseKind.Tied => random.Next(-1, 2) * 0.5f,
        CaseKind.Subnormal => Signed(MathF.ScaleB(1 + random.NextSingle(), random.Next(-149, -121))),
        _ => Signed(random.Next(2)),
    };

    private float Signed(float magnitude) => random.Next(2) == 0 ? magnitude : -magnitude;

    // Among the scores, or far from all of them; and at times none.
    private float[] Sinks(int heads)
    {
        float size = random.Pick(2, 2, 50, 1000);
        float[] sinks = Numbers(CaseKind.Ordinary, heads);
        for (int head = 0; head < heads; head++)
        {
            sinks[head] = size == 2 ? sinks[head] : random.Next(8) == 0 ? float.NegativeInfinity : Signed(size);
        }

        return sinks;
    }

    // Wide heads are otherwise never zeros, nor those of another token.
    private void Repeat(AttentionCase filled)
    {
        AttentionShape shape = filled.Shape;
        foreach ((int head, int row) in filled.Rows)
        {
            Repeat(filled.QueryHead(row, head), filled.QueryHead(random.Next(row + 1), head));
        }

        for (int key = 0; key < filled.KeyLength; key++)
        {
            for (int head = 0; head < shape.KeyValueHeads; head++)
            {
                Repeat(filled.KeyHead(key, head), filled.KeyHead(random.Next(key + 1), head));
            }
        }
    }

    private void Repeat(Span<float> numbers, ReadOnlySpan<float> earlier)
    {
        switch (random.Next(12))
        {
            case 0:
                numbers.Clear();
                break;
            case 1:
                earlier.CopyTo(numbers);
                break;
        }
    }

    // A query is the key of its own position, and values are keys; one memory where no axis differs.
    private static AttentionCase Same(AttentionCase filled)
    {
        AttentionShape shape = filled.Shape;
        if ((shape.Heads, shape.ValueDim, filled.QueryLength) == (shape.KeyValueHeads, shape.HeadDim, filled.KeyLength))
        {
            return filled.OneTensor();
        }

        foreach ((int head, int row) in filled.Rows)
        {
            filled.KeyHead((row + Math.Max(0, filled.KeyLength - filled.QueryLength)) % filled.KeyLength, shape.KeyValueHead(head)).CopyTo(filled.QueryHead(row, head));
        }

        for (int key = 0; key < filled.KeyLength; key++)
        {
            for (int head = 0; head < shape.KeyValueHeads; head++)
            {
                ReadOnlySpan<float> source = filled.KeyHead(key, head)[..Math.Min(shape.HeadDim, shape.ValueDim)];
                source.CopyTo(filled.ValueHead(key, head));
            }
        }

        return filled;
    }

    // Scaled scores of 0 and 12: one key in HeadDim stands out.
    private void PointAtOneAxis(AttentionCase filled)
    {
        AttentionShape shape = filled.Shape;
        float length = (float)Math.Sqrt(12 / shape.Scale);
        foreach (float[] tensor in new[] { filled.Query, filled.Key })
        {
            tensor.AsSpan().Clear();
            for (int start = 0; start < tensor.Length; start += shape.HeadDim)
            {
                tensor[start + random.Next(shape.HeadDim)] = length;
            }
        }
    }

    // Queries and keys are multiples of one direction, so that the scaled score of a pair is the product of the two factors.
    private void AlongOneDirection(AttentionCase filled, Func<int, double> queryFactor, Func<int, double> keyFactor)
    {
        AttentionShape shape = filled.Shape;
        float[] direction = [.. Enumerable.Range(0, shape.HeadDim).Select(_ => 0.5f + random.NextSingle())];
        double square = direction.Sum(static x => (double)x * x) * shape.Scale;
        foreach ((int head, int row) in filled.Rows)
        {
            Stretch(direction, queryFactor(row) / square, filled.QueryHead(row, head));
        }

        for (int key = 0; key < filled.KeyLength; key++)
        {
            for (int head = 0; head < shape.KeyValueHeads; head++)
            {
                Stretch(direction, keyFactor(key), filled.KeyHead(key, head));
            }
        }
    }

    private static void Stretch(float[] direction, double factor, Span<float> destination)
    {
        for (int x = 0; x < direction.Length; x++)
        {
            destination[x] = (float)(direction[x] * factor);
        }
    }

    private void Poison(AttentionCase filled)
    {
        for (int head = 0; head < filled.Shape.KeyValueHeads; head++)
        {
            for (int key = 0; key < filled.KeyLength; key++)
            {
                if (!filled.IsSeen(head, key))
                {
                    filled.KeyHead(key, head).Fill(random.Pick<float>(Poisons));
                    filled.ValueHead(key, head).Fill(random.Pick<float>(Poisons));
                }
            }
        }
    }
}
