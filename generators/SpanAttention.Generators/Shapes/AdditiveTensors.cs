using SpanAttention.Generators.Options;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Shapes;

/// <summary>The tensors of <c>[AdditiveAttention]</c>'s members.</summary>
internal sealed class AdditiveTensors
{
    private readonly AttentionSpec spec;
    private readonly Axis queries;
    private readonly Axis keys;

    public AdditiveTensors(AttentionSpec spec)
    {
        this.spec = spec;
        queries = Axis.Tokens("query tokens", spec.QueryLength, "queryLength", "QueryLength");
        keys = Axis.Tokens("key tokens", spec.KeyLength, "keyLength", "KeyLength");
    }

    public Tensor Query => Tokens("query", queries, HeadDim);

    public Tensor Key => Tokens("key", keys, HeadDim);

    public Tensor Value => Tokens("value", keys, ValueDim);

    /// <summary>The weights of the score, and the mask.</summary>
    public IReadOnlyList<Tensor> Options =>
    [
        .. spec.Additive!.HasScale ? new[] { new Tensor("scale", new([HeadDim])) { Meaning = ": the weights of the score" } } : [],
        .. new OptionTensors(spec, new("heads", spec.Heads, "Heads"), queries, keys).For(Result.Scores),
    ];

    /// <summary>Operands that contexts are computed from, as parameters.</summary>
    public IReadOnlyList<Tensor> Inputs => [Query, Key, Value, .. Options];

    /// <summary>Tensors that weights are computed from.</summary>
    public IReadOnlyList<Tensor> Weighed => [Query, Key, .. Options];

    public Tensor Contexts => Destination(ValueDim);

    public Tensor Weights => Destination(keys) with { IsLong = true };

    public Tensor LogSumExp => OfRows("; −∞ for a row that sees no key. Logits beyond ±2.3587e38 count as that much") with { IsWritten = true };

    /// <summary>Tensors that gradients are computed from beyond the inputs: what Forward gave, and the gradient that comes back.</summary>
    public IReadOnlyList<Tensor> Forwarded =>
    [
        Tokens("context", queries, ValueDim) with { Meaning = ", as Forward gave it" },
        OfRows(", as it came with the context"),
        Tokens("contextGradient", queries, ValueDim) with { Meaning = ": what the loss changes by where the context does" },
    ];

    /// <summary>Gradients of the inputs, in their order and as they lie.</summary>
    public IReadOnlyList<Tensor> Gradients => [Gradient(Query), Gradient(Key), Gradient(Value), .. Options.Where(static tensor => tensor.Name == "scale").Select(Gradient)];

    private Axis HeadDim => new("head dim", spec.HeadDim, "HeadDim");

    private Axis ValueDim => new("value dim", spec.ValueDim, "ValueDim");

    private static Tensor Tokens(string name, Axis tokens, Axis dim) => new(name, new([tokens with { Word = "tokens" }, dim]));

    private static Tensor Gradient(Tensor input) => input with { Name = input.Name + "Gradient", Meaning = "; overwritten, may be longer, must not overlap another span", IsWritten = true };

    private Tensor OfRows(string meaning) => new("logSumExp", new([queries])) { Meaning = meaning };

    private Tensor Destination(Axis width) => new("destination", new([queries, width])) { Meaning = "; may be longer, must not overlap an input", IsWritten = true };
}
