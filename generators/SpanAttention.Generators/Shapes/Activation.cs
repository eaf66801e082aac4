namespace SpanAttention.Generators.Shapes;

/// <summary>Functions between two linear layers, by the names and numbers of the attribute's property.</summary>
internal enum Activation
{
    /// <summary>x itself.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x · Φ(x).</summary>
    Gelu,

    /// <summary>GPT-2's form of it, by tanh.</summary>
    GeluTanh,

    /// <summary>x · σ(1.702 · x).</summary>
    QuickGelu,

    /// <summary>x · σ(x).</summary>
    Silu,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>max(x, 0)².</summary>
    ReluSquared,
}
