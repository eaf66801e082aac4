namespace SpanAttention;

/// <summary>Which dimensions of a head rotary position embedding turns together.</summary>
public enum RotaryLayout
{
    /// <summary>None: nothing is turned.</summary>
    None,

    /// <summary>Neighbours: (0, 1), (2, 3) … as the paper writes it (Su et al., 2021, equation 34), and GPT-J.</summary>
    Interleaved,

    /// <summary>One of the first half with one of the second: (0, n), (1, n + 1) … with n = rotary dim / 2, as GPT-NeoX and Llama in its Hugging Face form.</summary>
    HalfSplit,
}
