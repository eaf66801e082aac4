using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>The same inputs with NaN and ∞ in whatever must not reach a result: keys that no query may see, values that none may see or keep, biases of hidden pairs.</summary>
public static class PoisonedInputs
{
    public static AttentionInputs Of(AttentionShape shape, AttentionInputs inputs, DataFiller filler)
    {
        AttentionInputs poisoned = inputs with { Key = [.. inputs.Key], Value = [.. inputs.Value], Bias = [.. inputs.Bias] };
        AttentionRow[] rows = [.. AttentionRow.All(shape, inputs)];
        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            AttentionRow[] sharing = [.. rows.Where(row => shape.KeyValueHead(row.Head) == head)];
            for (int key = 0; key < inputs.KeyLength; key++)
            {
                Poison(shape.Key(inputs.KeyLength), poisoned.Key, key, head, !sharing.Any(row => row.IsVisible(key)), filler);
                Poison(shape.Value(inputs.KeyLength), poisoned.Value, key, head, !sharing.Any(row => row.IsVisible(key) && row.IsKept(key)), filler);
            }
        }

        PoisonBias(shape, inputs, poisoned.Bias, filler);
        return poisoned;
    }

    private static void Poison(TokenTensor tensor, float[] data, int token, int head, bool isHidden, DataFiller filler)
    {
        if (isHidden)
        {
            filler.Poison(tensor.Head(data, token, head));
        }
    }

    private static void PoisonBias(AttentionShape shape, AttentionInputs inputs, float[] bias, DataFiller filler)
    {
        int heads = shape.Bias == AttentionBias.HeadQueryKeys ? 1 : shape.Heads;
        for (int index = 0; index < bias.Length; index++)
        {
            (int pair, int key) = Math.DivRem(index, inputs.KeyLength);
            (int head, int row) = Math.DivRem(pair, inputs.QueryLength);
            IEnumerable<AttentionRow> rows = Enumerable.Range(head, heads).Select(sharing => new AttentionRow(shape, inputs, sharing, row));
            if (!rows.Any(sharing => sharing.IsInBounds(key) && sharing.IsUnmasked(key)))
            {
                filler.Poison(bias.AsSpan(index, 1));
            }
        }
    }
}
