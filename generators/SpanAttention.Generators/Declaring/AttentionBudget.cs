namespace SpanAttention.Generators.Declaring;

/// <summary>Budget of a declaration of the assembly; 0 where anything goes.</summary>
/// <param name="StackBytes">Bytes of stack a call.</param>
/// <param name="Flops">Floating-point operations a call.</param>
internal sealed record AttentionBudget(int StackBytes, long Flops);
