namespace SpanAttention;

/// <summary>Number format in which a layer stores its weights, such as 16 bits. They are rounded once, at construction; widening them is exact, and arithmetic stays float. Biases, norms and the like stay floats.</summary>
public enum WeightElement
{
    /// <summary>32 bits, as given.</summary>
    Single,

    /// <summary>The upper half of a float, to nearest even: 8 significant bits and its whole range; half the memory to read.</summary>
    BFloat16,

    /// <summary>8 bits: −127 to 127 times a scale that 32 inputs of an output share; 1⅛ bytes a weight. Weights must be finite.</summary>
    Int8,
}
