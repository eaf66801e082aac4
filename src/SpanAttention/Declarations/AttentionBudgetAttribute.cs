namespace SpanAttention;

/// <summary>Limits what any attention declared in this assembly may cost: a declaration that takes more is a compile-time error.</summary>
/// <remarks>
/// For projects that run on small stacks or in a frame of known length:
/// <c>[assembly: AttentionBudget(StackBytes = 16 * 1024, Flops = 2_000_000)]</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AttentionBudgetAttribute : Attribute
{
    /// <summary>Bytes of stack that one call may take for scratch, as the emitted constant <c>StackBytes</c> counts them. 0: any number.</summary>
    public int StackBytes { get; set; }

    /// <summary>
    /// Floating-point operations that one call of <c>Forward</c> may take: 2 · visible pairs · (head dim + value dim) · heads, and for a layer 2 · tokens for every weight.
    /// Asked of declarations whose lengths are declared. 0: any number.
    /// </summary>
    public long Flops { get; set; }
}
