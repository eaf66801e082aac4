using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Keys or values that a cache hands in, [batch, heads, tokens, dim], before those of the call.</summary>
public sealed class PastTokens(ConformanceCase source, string pastName, string presentName)
{
    public static PastTokens Keys(ConformanceCase source) => new(source, "past_key", "present_key");

    public static PastTokens Values(ConformanceCase source) => new(source, "past_value", "present_value");

    public int Count => source.Inputs.TryGetValue(pastName, out Tensor? past) ? past.Shape[2] : 0;

    /// <summary>Past and new tokens of one index of the batch, laid out as the new ones are.</summary>
    public float[] Before(TokenTensor layout, float[] tokens, int batch)
    {
        if (Count == 0)
        {
            return tokens;
        }

        TokenTensor past = layout with { Tokens = Count, Layout = AttentionLayout.HeadsFirst };
        float[] pastTokens = source.Inputs[pastName].Slice(batch);
        TokenTensor all = layout with { Tokens = Count + layout.Tokens };
        float[] result = new float[all.Length];
        for (int head = 0; head < all.Heads; head++)
        {
            for (int token = 0; token < all.Tokens; token++)
            {
                Span<float> numbers = token < Count ? past.Head(pastTokens, token, head) : layout.Head(tokens, token - Count, head);
                numbers.CopyTo(all.Head(result, token, head));
            }
        }

        return result;
    }

    /// <summary>What is wrong with the cache that the case hands out, given all tokens in some layout; null where nothing is, or none is handed out.</summary>
    public string? Difference(TokenTensor layout, float[] tokens, int batch)
    {
        if (!source.Outputs.TryGetValue(presentName, out Tensor? present))
        {
            return null;
        }

        TokenTensor headsFirst = layout with { Layout = AttentionLayout.HeadsFirst };
        float[] result = new float[headsFirst.Length];
        for (int head = 0; head < layout.Heads; head++)
        {
            for (int token = 0; token < layout.Tokens; token++)
            {
                layout.Head(tokens, token, head).CopyTo(headsFirst.Head(result, token, head));
            }
        }

        return present.ExpectSlice(batch).Difference(result);
    }
}
