namespace SpanAttention.Verification;

/// <summary>Lengths of the tensors that not every shape has.</summary>
internal static class CaseTensors
{
    public static int MaskLength(AttentionShape shape, int queryLength, int keyLength) => shape.Mask switch
    {
        AttentionMask.None => 0,
        AttentionMask.Keys => keyLength,
        AttentionMask.QueryKeys => queryLength * keyLength,
        _ => shape.Heads * queryLength * keyLength,
    };

    public static int BiasLength(AttentionShape shape, int queryLength, int keyLength) => shape.Bias switch
    {
        AttentionBias.None => 0,
        AttentionBias.QueryKeys => queryLength * keyLength,
        _ => shape.Heads * queryLength * keyLength,
    };
}
