namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Keys and values of tokens, from the oldest that is held.</summary>
public sealed class PlainCache
{
    private List<float[]> keys = [];
    private List<float[]> values = [];

    /// <summary>Tokens added so far.</summary>
    public int Count => Oldest + keys.Count;

    /// <summary>The position of the oldest token that is held.</summary>
    public int Oldest { get; private set; }

    public float[] Key(int position) => keys[position - Oldest];

    public float[] Value(int position) => values[position - Oldest];

    public void Add(float[] key, float[] value)
    {
        keys.Add(key);
        values.Add(value);
    }

    /// <summary>Gives up all but the latest tokens.</summary>
    public void Keep(int count)
    {
        int given = Math.Max(0, keys.Count - count);
        keys.RemoveRange(0, given);
        values.RemoveRange(0, given);
        Oldest += given;
    }

    public void TruncateTo(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, Oldest == 0 ? 0 : Count);
        keys.RemoveRange(count - Oldest, Count - count);
        values.RemoveRange(count - Oldest, values.Count - (count - Oldest));
    }

    /// <summary>Values from a position on become 0.</summary>
    public void ForgetValuesFrom(int count)
    {
        for (int position = count; position < Count; position++)
        {
            values[position - Oldest] = new float[values[0].Length];
        }
    }

    public void CopyTo(PlainCache other)
    {
        other.Oldest = 0;
        other.keys.Clear();
        other.values.Clear();
        other.AppendFrom(this);
        other.Oldest = Oldest;
    }

    /// <summary>Lets another hold the very tokens of this one.</summary>
    public void ShareWith(PlainCache other) => (other.keys, other.values, other.Oldest) = (keys, values, Oldest);

    /// <summary>Adds what another holds.</summary>
    public void AppendFrom(PlainCache source)
    {
        keys.AddRange(source.keys);
        values.AddRange(source.values);
    }

    /// <summary>The latest key changes places with one before it.</summary>
    public void SwapLastWith(int back)
    {
        if (keys.Count > back)
        {
            (keys[^1], keys[^(1 + back)]) = (keys[^(1 + back)], keys[^1]);
        }
    }
}
