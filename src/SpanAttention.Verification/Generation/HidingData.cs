namespace SpanAttention.Verification;

/// <summary>Makes masks and biases: places here and there, runs, whole tiles, the first and the last keys, all but one, and all.</summary>
internal sealed class HidingData(CaseRandom random)
{
    /// <summary>The mask of a case; empty where its shape has none.</summary>
    public bool[] Mask(AttentionCase empty)
    {
        bool[] mask = new bool[CaseTensors.MaskLength(empty.Shape, empty.QueryLength, empty.KeyLength)];
        for (int start = 0; start < mask.Length; start += empty.KeyLength)
        {
            Hide(mask.AsSpan(start, empty.KeyLength));
        }

        return mask;
    }

    /// <summary>The bias of a case; empty where its shape has none. −∞ hides in one of two cases, and sizes go up to the least float.</summary>
    public float[] Bias(AttentionCase empty)
    {
        float[] bias = new float[CaseTensors.BiasLength(empty.Shape, empty.QueryLength, empty.KeyLength)];
        bool hides = random.Next(2) == 0;
        float size = random.Pick(2, 2, 2, 100, 1e4f, float.MaxValue);
        bool[] seen = new bool[empty.KeyLength];
        for (int start = 0; start < bias.Length; start += empty.KeyLength)
        {
            Hide(seen);
            for (int key = 0; key < empty.KeyLength; key++)
            {
                bias[start + key] = seen[key] ? Number(size) : hides ? float.NegativeInfinity : Hiding(size);
            }
        }

        return bias;
    }

    // The least float is a mask of many libraries, in runs and whole rows as −∞ is: it adds to nothing else of its size.
    private float Hiding(float size) => size == float.MaxValue ? -float.MaxValue : Number(size);

    private float Number(float size) => size switch
    {
        float.MaxValue => random.Next(4) == 0 ? -float.MaxValue : 0,
        2 => (random.NextSingle() * 4) - 2,
        _ => random.Pick(-size, 0, 1, size),
    };

    private void Hide(Span<bool> keys)
    {
        keys.Fill(true);
        int from = random.Next(keys.Length);
        switch (random.Next(10))
        {
            case 0:
                keys.Clear();
                break;
            case 1:
                keys[from..].Clear();
                break;
            case 2:
                keys[..from].Clear();
                break;
            case 3:
                keys.Slice(from, random.Next(keys.Length - from) + 1).Clear();
                break;
            case 4:
                keys.Clear();
                keys[from] = true;
                break;
            case 5 or 6:
                HideTiles(keys, random.Pick(4, 8, 16, 32, 64));
                break;
            case 7:
                break;
            default:
                HideSome(keys);
                break;
        }
    }

    private void HideTiles(Span<bool> keys, int tile)
    {
        for (int start = 0; start < keys.Length; start += tile)
        {
            if (random.Next(2) == 0)
            {
                keys[start..Math.Min(start + tile, keys.Length)].Clear();
            }
        }
    }

    private void HideSome(Span<bool> keys)
    {
        foreach (ref bool key in keys)
        {
            key = random.Next(10) >= 3;
        }
    }
}
