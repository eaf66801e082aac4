namespace SpanAttention.Benchmarks.Gguf;

/// <summary>How llama.cpp stores weights; the numbers are its own.</summary>
internal enum GgufElement
{
    /// <summary>32-bit floats.</summary>
    F32 = 0,

    /// <summary>8-bit integers; 32 neighbours share a scale of 16 bits.</summary>
    Q8 = 8,

    /// <summary>The upper half of 32-bit floats.</summary>
    BFloat16 = 30,
}
