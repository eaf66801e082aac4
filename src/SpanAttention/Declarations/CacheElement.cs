namespace SpanAttention;

/// <summary>Number format in which a layer stores keys and values, such as 16 bits. Arithmetic stays float; what is stored is rounded once, to nearest even.</summary>
public enum CacheElement
{
    /// <summary>32 bits, as projected.</summary>
    Single,

    /// <summary>IEEE 754 binary16: 11 significant bits, up to 65504; half the memory to read, and some work to widen it: for caches that are read from main memory.</summary>
    Half,

    /// <summary>The upper half of a float: 8 significant bits and its whole range; half the memory to read, and next to no work.</summary>
    BFloat16,
}
