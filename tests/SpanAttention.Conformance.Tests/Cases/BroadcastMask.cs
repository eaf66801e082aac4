using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>A mask of bool or float that is broadcast to [batch, heads, query tokens, key tokens], as the kinds of mask and bias that can be declared.</summary>
public sealed class BroadcastMask(Tensor? tensor)
{
    private readonly int[] axes = tensor is null ? [] : [.. Enumerable.Repeat(1, 4 - tensor.Shape.Length), .. tensor.Shape];

    public static BroadcastMask Of(ConformanceCase source) => new(source.Inputs.GetValueOrDefault("attn_mask"));

    public AttentionMask Mask => tensor is not { IsBoolean: true } ? AttentionMask.None
        : axes[1] > 1 ? AttentionMask.HeadQueryKeys
        : axes[2] > 1 ? AttentionMask.QueryKeys
        : AttentionMask.Keys;

    public AttentionBias Bias => tensor is not { IsBoolean: false } ? AttentionBias.None
        : axes[1] > 1 ? AttentionBias.HeadQueryKeys
        : AttentionBias.QueryKeys;

    /// <summary>The inputs with this mask at one index of the batch.</summary>
    public AttentionInputs AddTo(AttentionInputs inputs, int batch)
    {
        if (tensor is null)
        {
            return inputs;
        }

        int queries = Mask == AttentionMask.Keys ? 1 : inputs.QueryLength;
        float[] numbers =
        [
            .. from head in Enumerable.Range(0, axes[1])
               from query in Enumerable.Range(0, queries)
               from key in Enumerable.Range(0, inputs.KeyLength)
               select Element(tensor, batch, head, query, key),
        ];
        return tensor.IsBoolean ? inputs with { Mask = [.. numbers.Select(number => number != 0)] } : inputs with { Bias = numbers };
    }

    private float Element(Tensor from, params int[] indices)
    {
        int offset = 0;
        for (int axis = 0; axis < axes.Length; axis++)
        {
            offset = (offset * axes[axis]) + (axes[axis] == 1 ? 0 : indices[axis]);
        }

        return from.Data[offset];
    }
}
