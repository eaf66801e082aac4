namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>What a call of additive attention takes. Scale and mask are empty where they are not declared.</summary>
/// <param name="MaskStride">Flags from one query's to the next one's; 0 where all queries share them.</param>
public sealed record AdditiveInputs(float[] Query, float[] Key, float[] Value, float[] Scale, bool[] Mask, int MaskStride, int QueryLength, int KeyLength)
{
    public bool IsVisible(int row, int key) => Mask.Length == 0 || Mask[(row * MaskStride) + key];
}
