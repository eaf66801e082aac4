using SpanAttention.Generators.Options;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Shapes;

/// <summary>The tensors of <c>[Attention]</c>'s members.</summary>
internal sealed class AttentionTensors
{
    private const string NotOverlapping = "; may be longer, must not overlap an input";

    private readonly AttentionSpec spec;
    private readonly Axis heads;
    private readonly Axis queries;
    private readonly Axis keys;
    private readonly OptionTensors options;

    public AttentionTensors(AttentionSpec spec)
    {
        this.spec = spec;
        heads = new("heads", spec.Heads, "Heads");
        queries = Axis.Tokens("query tokens", spec.QueryLength, "queryLength", "QueryLength");
        keys = Axis.Tokens("key tokens", spec.KeyLength, "keyLength", "KeyLength");
        options = new(spec, heads, queries, keys);
    }

    public Axis Queries => queries;

    public Axis Keys => keys;

    public Tensor Query => Rows("query", queries, heads, HeadDim) with { Stride = spec.QueryStride > 0 ? "QueryTokenStride" : "" };

    public Tensor Key => Rows("key", keys, KeyValueHeads, HeadDim) with { Stride = spec.KeyStride > 0 ? "KeyTokenStride" : "" };

    public Tensor Value => Rows("value", keys, KeyValueHeads, ValueDim) with { Stride = spec.ValueStride > 0 ? "ValueTokenStride" : "" };

    /// <summary>Tensors that options ask for.</summary>
    public IReadOnlyList<Tensor> Options => options.For(Result.Contexts);

    /// <summary>Tensors that contexts are computed from.</summary>
    public IReadOnlyList<Tensor> Inputs => [Query, Key, Value, .. Options];

    /// <summary>Tensors that weights are computed from.</summary>
    public IReadOnlyList<Tensor> Weighed => [Query, Key, .. options.For(Result.Weights)];

    /// <summary>Tensors that scores are computed from.</summary>
    public IReadOnlyList<Tensor> Scored => [Query, Key, .. options.For(Result.Scores)];

    /// <summary>Tensors that weights are computed from, and scores are not.</summary>
    public IReadOnlyList<Tensor> OnlyWeighed => options.OnlyFor(Result.Weights);

    public Tensor Destination => Contexts("destination") with { Meaning = NotOverlapping, IsWritten = true };

    public Tensor Pairs => new("destination", new([heads, queries, keys])) { Meaning = NotOverlapping, IsWritten = true, IsLong = true };

    public Tensor LogSumExp => Rows("logSumExp", $"; {(spec.Has<Sinks>() ? "the head's sink" : "−∞")} for a row that sees no key. Logits beyond ±2.3587e38 count as that much") with { IsWritten = true };

    /// <summary>Tensors that gradients are computed from beyond the inputs: what Forward gave, and the gradient that comes back.</summary>
    public IReadOnlyList<Tensor> Forwarded =>
    [
        Contexts("context") with { Meaning = ", as Forward gave it, or as parts were merged" },
        Rows("logSumExp", ", as it came with the context"),
        Contexts("contextGradient") with { Meaning = ": what the loss changes by where the context does" },
    ];

    /// <summary>Gradients of the inputs, in their order and as they lie.</summary>
    public IReadOnlyList<Tensor> Gradients =>
    [
        Gradient(Query),
        Gradient(Key),
        Gradient(Value),
        .. Options.Where(static tensor => tensor.Name == "bias").Select(tensor => Gradient(tensor) with { IsLong = true, IsOptional = true, Meaning = ", +0 for pairs that are hidden; or empty, where it is not wanted" }),
        .. Options.Where(static tensor => tensor.Name == "sinks").Select(Gradient),
    ];

    /// <summary>Tensors that a running state is carried on by; sinks are what it begins with.</summary>
    public IReadOnlyList<Tensor> Carried => [.. Inputs.Where(static tensor => tensor.Name != "sinks")];

    /// <summary>Tensors that a running state begins with.</summary>
    public IReadOnlyList<Tensor> Begun => [.. Options.Where(static tensor => tensor.Name == "sinks")];

    /// <summary>The running state: maxima and sums, a float a row each, then contexts before they are normalized.</summary>
    public Tensor State => new("state", new([queries with { Word = "tokens" }, heads, new("maximum, sum and value dim", spec.ValueDim + 2, "StateDim")]))
    {
        Description = "Running state of StateLength(query tokens) floats: maxima and sums, [heads, query tokens] each, then contexts before they are normalized, as the destination has them.",
        IsWritten = true,
    };

    /// <summary>Results over two sets of keys, and where those over both are written.</summary>
    public IReadOnlyList<Tensor> Merged =>
    [
        Contexts("outputA") with { Description = "Contexts over the first key set." },
        Rows("logSumExpA", ""),
        Contexts("outputB") with { Description = "Contexts over the second key set." },
        Rows("logSumExpB", ""),
        Contexts("output") with { IsWritten = true, Description = "Contexts over both." },
        Rows("logSumExp", ", over both") with { IsWritten = true },
    ];

    private Axis KeyValueHeads => new("key/value heads", spec.KeyValueHeads, "KeyValueHeads");

    private Axis HeadDim => new("head dim", spec.HeadDim, "HeadDim");

    private Axis ValueDim => new("value dim", spec.ValueDim, "ValueDim");

    private static Tensor Gradient(Tensor input) => input with { Name = input.Name + "Gradient", Meaning = "; overwritten, may be longer, must not overlap another span", IsWritten = true };

    private Tensor Rows(string name, string meaning) => new(name, new([heads, queries])) { Meaning = meaning };

    private Tensor Contexts(string name) => Rows(name, queries, heads, ValueDim);

    private Tensor Rows(string name, Axis tokens, Axis head, Axis dim)
    {
        Axis count = tokens with { Word = "tokens" };
        return new(name, new(spec.HeadsFirst ? [head, count, dim] : [count, head, dim])) { NamesAxes = true };
    }
}
