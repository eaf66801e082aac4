using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>A routine that is broken in one way.</summary>
/// <param name="Routine">The routine.</param>
/// <param name="Properties">The properties that must name it.</param>
public sealed record Mistake(AttentionRoutine Routine, params string[] Properties)
{
    /// <summary>A plain kernel with a mistake in it.</summary>
    public static Mistake Of(PlainAttention kernel, params string[] properties) =>
        new(new AttentionRoutine { Shape = kernel.Shape, Forward = kernel.Forward, TakesKeyCount = kernel.Shape.KeyLength == 0 }, properties);

    /// <summary>A kernel in tiles with a mistake in it.</summary>
    public static Mistake Of(FlashAttention kernel, params string[] properties) =>
        new(new AttentionRoutine { Shape = kernel.Shape, Forward = kernel.Forward, ForwardWithLogSumExp = kernel.Forward, TakesKeyCount = true }, properties);

    /// <summary>A right plain kernel, around which something is done wrongly.</summary>
    public static Mistake Around(AttentionShape shape, Func<AttentionCall, AttentionCall> wrap, params string[] properties) =>
        new(new AttentionRoutine { Shape = shape, Forward = wrap(new PlainAttention(shape).Forward) }, properties);
}
