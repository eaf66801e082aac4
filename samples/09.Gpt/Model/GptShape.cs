using System.Globalization;

namespace GptModel;

/// <summary>Sizes of a GPT.</summary>
/// <param name="Vocabulary">Tokens that there are; the last one is the mark between texts.</param>
/// <param name="ContextLength">Tokens that the model sees at once.</param>
/// <param name="Dim">Floats of a token between blocks.</param>
/// <param name="HiddenDim">Hidden units of a feed-forward.</param>
/// <param name="Layers">Blocks.</param>
public sealed record GptShape(int Vocabulary, int ContextLength, int Dim, int HiddenDim, int Layers)
{
    /// <summary>The small model, whose tokens are bytes: 2.8 million weights.</summary>
    public static GptShape Bytes { get; } = new(ByteHead.OutputDim, ContextLength: 256, ByteBlock.InputDim, ByteBlock.HiddenDim, Layers: 6);

    /// <summary>GPT-2 small: 124 million weights.</summary>
    public static GptShape Gpt2 { get; } = new(Gpt2Head.OutputDim, ContextLength: 1024, Gpt2Block.InputDim, Gpt2Block.HiddenDim, Layers: 12);

    /// <summary>The token that stands between texts, and before each one.</summary>
    public int Mark => Vocabulary - 1;

    /// <summary>All tensors of such a model, in the order of the layers, by the names of Hugging Face's GPT-2. Matrices are input by output.</summary>
    public IEnumerable<GptTensor> Tensors() =>
    [
        new("wte.weight", Vocabulary, Dim),
        new("wpe.weight", ContextLength, Dim),
        .. Enumerable.Range(0, Layers).SelectMany(Block),
        new("ln_f.weight", Dim),
        new("ln_f.bias", Dim),
    ];

    /// <summary>Numbers that such a model has learned.</summary>
    public long WeightCount => Tensors().Sum(static tensor => tensor.Count);

    /// <summary>The sizes in words.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Layers} layers of {Dim}, {Vocabulary} tokens, a context of {ContextLength}");

    private IEnumerable<GptTensor> Block(int layer) =>
    [
        new($"h.{layer}.ln_1.weight", Dim),
        new($"h.{layer}.ln_1.bias", Dim),
        new($"h.{layer}.attn.c_attn.weight", Dim, 3 * Dim),
        new($"h.{layer}.attn.c_attn.bias", 3 * Dim),
        new($"h.{layer}.attn.c_proj.weight", Dim, Dim),
        new($"h.{layer}.attn.c_proj.bias", Dim),
        new($"h.{layer}.ln_2.weight", Dim),
        new($"h.{layer}.ln_2.bias", Dim),
        new($"h.{layer}.mlp.c_fc.weight", Dim, HiddenDim),
        new($"h.{layer}.mlp.c_fc.bias", HiddenDim),
        new($"h.{layer}.mlp.c_proj.weight", HiddenDim, Dim),
        new($"h.{layer}.mlp.c_proj.bias", Dim),
    ];
}
