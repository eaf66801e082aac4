namespace SpanAttention.Verification;

/// <summary>Operands of a call. Where query, key and value are one tensor, they are one memory.</summary>
internal sealed class OperandInputs : CallInputs
{
    private readonly Body body;
    private readonly Guarded<float> query;
    private readonly Guarded<float> key;
    private readonly Guarded<float> value;
    private readonly Guarded<bool> mask;
    private readonly Guarded<float> bias;
    private readonly Guarded<float> sinks;
    private readonly int? keyCount;

    /// <param name="body">The call.</param>
    /// <param name="source">The case.</param>
    /// <param name="beside">What lies beside its tensors.</param>
    public OperandInputs(Body body, AttentionCase source, Surroundings beside)
    {
        this.body = body;
        query = new(source.Query, beside.Before, beside.Number);
        key = source.Key == source.Query ? query : new(source.Key, beside.Before, beside.Number);
        value = source.Value == source.Key ? key : new(source.Value, beside.Before, beside.Number);
        mask = new(source.Mask, beside.Before, beside.Participates);
        bias = new(source.Bias, beside.Before, beside.Number);
        sinks = new(source.Sinks, beside.Before, beside.Number);
        keyCount = source.KeyCount;
        Tensors = [.. new (string, Guarded Tensor)[] { ("query", query), ("key", key), ("value", value), ("mask", mask), ("bias", bias), ("sinks", sinks) }.DistinctBy(static input => input.Tensor)];
    }

    /// <summary>A call that takes operands.</summary>
    public delegate void Body(in AttentionOperands operands, Span<float> first, Span<float> second);

    public override IReadOnlyList<(string Name, Guarded Tensor)> Tensors { get; }

    public override bool IsOneTensor => query == key && key == value;

    public override void Call(Span<float> first, Span<float> second) => body(
        new AttentionOperands { Query = query.Span, Key = key.Span, Value = value.Span, Mask = mask.Span, Bias = bias.Span, Sinks = sinks.Span, KeyCount = keyCount }, first, second);

    public override void Replace(AttentionCase source)
    {
        query.Replace(source.Query);
        key.Replace(source.Key);
        value.Replace(source.Value);
        mask.Replace(source.Mask);
        bias.Replace(source.Bias);
        sinks.Replace(source.Sinks);
    }
}
