namespace SpanAttention;

/// <summary>Source of the positions by which queries and keys are rotated. What a token sees depends on its index alone.</summary>
public enum RotaryPositions
{
    /// <summary>A token's index, cached tokens counted.</summary>
    Counted,

    /// <summary>A span of positions, an <c>int</c> a token, after the inputs: 0 or more, and −1 for a token that is not rotated.</summary>
    Given,

    /// <summary>Two spans, cosines and sines, a row of RotaryDim / 2 a token: positions of several axes (DINOv3, Qwen2-VL), or angles of your own; cos 1 and sin 0 for what is not rotated.</summary>
    Rows,
}
