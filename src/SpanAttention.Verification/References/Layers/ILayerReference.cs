namespace SpanAttention.Verification;

/// <summary>A layer's results in double, weights included; and how far careful float arithmetic may be from each of its outputs.</summary>
internal interface ILayerReference
{
    /// <summary>Floats of a token that goes in.</summary>
    int InputDim { get; }

    /// <summary>Floats of a token that comes out.</summary>
    int OutputDim { get; }

    /// <summary>Multiply-adds of a token, about, beside attention.</summary>
    long WorkOfToken { get; }

    /// <exception cref="ArgumentException">No layer has such a shape, or weights are not as long as it has them.</exception>
    void Validate();

    /// <summary>Outputs of tokens, <c>[tokens, output dim]</c>.</summary>
    /// <param name="inputs"><c>[tokens, input dim]</c>.</param>
    Tracked Outputs(Tracked inputs);
}
