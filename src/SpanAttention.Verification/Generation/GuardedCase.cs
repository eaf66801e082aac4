namespace SpanAttention.Verification;

/// <summary>A case whose tensors lie in longer arrays, between numbers that no call may read or write.</summary>
internal sealed class GuardedCase
{
    private readonly AttentionCase source;
    private readonly Guarded<float> query;
    private readonly Guarded<float> key;
    private readonly Guarded<float> value;
    private readonly Guarded<bool> mask;
    private readonly Guarded<float> bias;
    private readonly Guarded<float> sinks;

    /// <param name="source">The case.</param>
    /// <param name="before">Numbers before each tensor; odd ones leave it at no boundary of vectors.</param>
    /// <param name="guard">The numbers.</param>
    public GuardedCase(AttentionCase source, int before, float guard)
    {
        this.source = source;
        query = new(source.Query, before, guard);
        key = new(source.Key, before, guard);
        value = new(source.Value, before, guard);
        mask = new(source.Mask, before, true);
        bias = new(source.Bias, before, guard);
        sinks = new(source.Sinks, before, guard);
    }

    /// <summary>The case as a call takes it.</summary>
    public AttentionOperands Operands => new()
    {
        Query = query.Span,
        Key = key.Span,
        Value = value.Span,
        Mask = mask.Span,
        Bias = bias.Span,
        Sinks = sinks.Span,
        KeyCount = source.KeyCount,
    };

    /// <summary>The operand that was written into; null where none was.</summary>
    public string? Written() =>
        new (string Name, bool IsWritten)[]
        {
            ("query", query.TensorChanged), ("key", key.TensorChanged), ("value", value.TensorChanged), ("mask", mask.TensorChanged), ("bias", bias.TensorChanged), ("sinks", sinks.TensorChanged),
        }.FirstOrDefault(static operand => operand.IsWritten).Name;

    /// <summary>The operand beside which something was written; null where nothing was.</summary>
    public string? WrittenBeside() =>
        new (string Name, bool IsWritten)[]
        {
            ("query", query.GuardsChanged), ("key", key.GuardsChanged), ("value", value.GuardsChanged), ("mask", mask.GuardsChanged), ("bias", bias.GuardsChanged), ("sinks", sinks.GuardsChanged),
        }.FirstOrDefault(static operand => operand.IsWritten).Name;
}
