namespace SpanAttention;

/// <summary>Pairs of a head's dimensions that rotary position embedding rotates together, such as (0, 1) or (0, 32) of 64.</summary>
public enum RotaryLayout
{
    /// <summary>None: nothing is rotated.</summary>
    None,

    /// <summary>Neighbours: (0, 1), (2, 3) … as the paper writes it (Su et al., 2021, equation 34), and GPT-J.</summary>
    Interleaved,

    /// <summary>One of the first half with one of the second: (0, n), (1, n + 1) … with n = rotary dim / 2, as GPT-NeoX and Llama in its Hugging Face form.</summary>
    HalfSplit,
}
