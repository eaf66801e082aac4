using System.Reflection;

namespace SpanAttention.Verification;

/// <summary>Shape of what an attention routine computes: its dimensions, and which keys a query sees. The defaults are those of <see cref="AttentionAttribute"/>.</summary>
public sealed record AttentionShape
{
    /// <summary>Floats of one query or key head.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Floats of one value head. Default: <see cref="HeadDim"/>.</summary>
    public int ValueDim
    {
        get => field == 0 ? HeadDim : field;
        init;
    }

    /// <summary>Query heads. Default: 1, which 0 also means.</summary>
    public int Heads
    {
        get => field == 0 ? 1 : field;
        init;
    }

    /// <summary>Key/value heads; query head h uses key/value head h / (heads / key/value heads). Default: <see cref="Heads"/>.</summary>
    public int KeyValueHeads
    {
        get => field == 0 ? Heads : field;
        init;
    }

    /// <summary>Query tokens of every call; 0 where calls may have any number.</summary>
    public int QueryLength { get; init; }

    /// <summary>Key tokens of every call; 0 where calls may have any number.</summary>
    public int KeyLength { get; init; }

    /// <summary>The order of the axes.</summary>
    public AttentionLayout Layout { get; init; }

    /// <summary>Multiplies query · key. Default: 1 / √HeadDim; 1 in self-attention.</summary>
    public double Scale
    {
        get => field != 0 ? field : SelfAttention ? 1 : 1 / Math.Sqrt(HeadDim);
        init;
    }

    /// <summary>Lets query i see key j only if j ≤ p(i).</summary>
    public bool Causal { get; init; }

    /// <summary>The position p(i) of query i among the keys.</summary>
    public QueryAlignment Alignment { get; init; }

    /// <summary>Key j is visible to query i only if j ≥ p(i) − LeftWindow; −1 for no bound.</summary>
    public int LeftWindow { get; init; } = -1;

    /// <summary>Key j is visible to query i only if j ≤ p(i) + RightWindow; −1 for no bound.</summary>
    public int RightWindow { get; init; } = -1;

    /// <summary>Scaled scores become cap · tanh(score / cap); 0 for no cap.</summary>
    public double SoftCap { get; init; }

    /// <summary>The mask that calls take.</summary>
    public AttentionMask Mask { get; init; }

    /// <summary>The bias that calls take.</summary>
    public AttentionBias Bias { get; init; }

    /// <summary>Subtracts slope(head) · |p(i) − j| (Press et al., "Train Short, Test Long", 2022).</summary>
    public bool Alibi { get; init; }

    /// <summary>Makes calls take one logit a head that has no value.</summary>
    public bool Sinks { get; init; }

    /// <summary>Tells whether gradients are declared: a property of the type, not of what it computes.</summary>
    public bool Gradients { get; init; }

    /// <summary>Tells whether a running state is declared: a property of the type, not of what it computes.</summary>
    public bool State { get; init; }

    /// <summary>Tells whether queries, keys and values are one tensor, the tokens, which calls get as all three: what <see cref="SelfAttentionAttribute"/> declares. It has one head, and no other option.</summary>
    public bool SelfAttention { get; init; }

    /// <summary>Normalization of scores to weights; other than softmax in self-attention alone.</summary>
    public ScoreNormalization Normalization { get; init; }

    /// <summary>Tells whether what a query sees, or how it scores it, depends on its position.</summary>
    public bool HasPositions => Causal || LeftWindow >= 0 || RightWindow >= 0 || Alibi;

    /// <summary>The shape of a declared type, read from its <see cref="AttentionAttribute"/> or <see cref="SelfAttentionAttribute"/>.</summary>
    /// <typeparam name="T">A type with the attribute.</typeparam>
    /// <exception cref="ArgumentException">The type has no such attribute.</exception>
    public static AttentionShape Of<T>() => typeof(T).GetCustomAttribute<SelfAttentionAttribute>() is { } self
        ? Of(self)
        : Of(typeof(T).GetCustomAttribute<AttentionAttribute>() ?? throw new ArgumentException($"{typeof(T)} has neither [Attention] nor [SelfAttention].", nameof(T)));

    /// <summary>The shape that an attribute declares.</summary>
    /// <param name="declaration">The attribute.</param>
    /// <exception cref="ArgumentException">It declares what the kit does not know: dropout, strides, or an option younger than the kit.</exception>
    public static AttentionShape Of(AttentionAttribute declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        int sequenceLength = declaration.SequenceLength;
        AttentionShape shape = new() { HeadDim = declaration.HeadDim, QueryLength = sequenceLength, KeyLength = sequenceLength };
        DeclaredOptions.Copy(declaration, shape, [nameof(declaration.SequenceLength), .. sequenceLength > 0 ? [nameof(QueryLength), nameof(KeyLength)] : Array.Empty<string>()]);
        return shape;
    }

    /// <summary>The shape that an attribute of self-attention declares.</summary>
    /// <param name="declaration">The attribute.</param>
    /// <exception cref="ArgumentException">It declares what the kit does not know.</exception>
    public static AttentionShape Of(SelfAttentionAttribute declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        int tokens = declaration.SequenceLength;
        AttentionShape shape = new() { SelfAttention = true, HeadDim = declaration.InputDim, QueryLength = tokens, KeyLength = tokens };
        DeclaredOptions.Copy(declaration, shape, nameof(declaration.InputDim), nameof(declaration.SequenceLength));
        return shape;
    }

    /// <summary>The properties that are not defaults, as an attribute would give them.</summary>
    public override string ToString() => $"[{(SelfAttention ? nameof(SelfAttention) : "Attention")}({string.Join(", ", Arguments())})]";

    /// <exception cref="ArgumentException">No attention has such a shape.</exception>
    internal void Validate()
    {
        Sizes.AtLeast(HeadDim, 1, nameof(HeadDim));
        Sizes.AtLeast(ValueDim, 1, nameof(ValueDim));
        Sizes.AtLeast(Heads, 1, nameof(Heads));
        Sizes.AtLeast(KeyValueHeads, 1, nameof(KeyValueHeads));
        Sizes.Divides(KeyValueHeads, Heads, nameof(KeyValueHeads), nameof(Heads));
        Sizes.AtLeast(QueryLength, 0, nameof(QueryLength));
        Sizes.AtLeast(KeyLength, 0, nameof(KeyLength));
        Sizes.AtLeast(LeftWindow, -1, nameof(LeftWindow));
        Sizes.AtLeast(RightWindow, -1, nameof(RightWindow));
        Sizes.NotNegative(Scale, nameof(Scale));
        Sizes.NotNegative(SoftCap, nameof(SoftCap));
        ValidateSelf();
    }

    private void ValidateSelf()
    {
        bool hasTokensAlone = this is { Heads: 1, KeyValueHeads: 1, HasPositions: false, Mask: AttentionMask.None, Bias: AttentionBias.None, Sinks: false } && ValueDim == HeadDim && KeyLength == QueryLength;
        if (SelfAttention && !hasTokensAlone)
        {
            throw new ArgumentException($"{this} has more than tokens; self-attention has one head, keys and values that are its queries, and neither mask nor position.", nameof(SelfAttention));
        }

        if (!SelfAttention && Normalization != ScoreNormalization.Softmax)
        {
            throw new ArgumentException($"{nameof(Normalization)} is {Normalization}, which is for self-attention alone.", nameof(Normalization));
        }
    }

    /// <summary>The key/value head of a query head.</summary>
    internal int KeyValueHead(int head) => head / (Heads / KeyValueHeads);

    /// <summary>The slope of a head: powers of 2^(−8/n) for n heads; where n is no power of two, those of the largest one below it, and then every other one of twice as many.</summary>
    internal double Slope(int head)
    {
        int power = 1 << (31 - int.LeadingZeroCount(Heads));
        return head < power ? Math.Pow(2, -8.0 * (head + 1) / power) : Math.Pow(2, -4.0 * ((2 * (head - power)) + 1) / power);
    }

    /// <summary>Offset of a token's head in a tensor of so many tokens, heads and floats a head.</summary>
    internal int Offset(int token, int head, int tokens, int heads, int dim) =>
        (Layout == AttentionLayout.HeadsFirst ? (head * tokens) + token : (token * heads) + head) * dim;

    private IEnumerable<string> Arguments()
    {
        AttentionShape defaults = new() { HeadDim = HeadDim, Heads = Heads, SelfAttention = SelfAttention };
        return from property in typeof(AttentionShape).GetProperties(BindingFlags.Instance | BindingFlags.Public)
               where property.CanWrite && !(SelfAttention && property.Name is (nameof(SelfAttention) or nameof(KeyLength)))
               let value = property.GetValue(this)
               where property.Name == nameof(HeadDim) || (property.Name == nameof(Heads) && Heads > 1) || !Equals(value, property.GetValue(defaults))
               select $"{Declared(property.Name)} = {DeclaredOptions.Text(value)}";
    }

    private string Declared(string property) => (SelfAttention, property) switch
    {
        (true, nameof(HeadDim)) => nameof(SelfAttentionAttribute.InputDim),
        (true, nameof(QueryLength)) => nameof(SelfAttentionAttribute.SequenceLength),
        _ => property,
    };
}
