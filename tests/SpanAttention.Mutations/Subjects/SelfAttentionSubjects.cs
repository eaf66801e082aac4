namespace SpanAttention.Mutations.Subjects;

/// <summary>[SelfAttention] and [AdditiveAttention].</summary>
internal static class SelfAttentionSubjects
{
    public static IReadOnlyList<ISubject> List { get; } =
    [
        new SelfAttentionSubject("self-attention, tiny", new(3, ScoreNormalization.Softmax, 6), 6),
        new SelfAttentionSubject("self-attention, tiny sums", new(3, ScoreNormalization.Sum, 6), 6),
        new SelfAttentionSubject("self-attention", new(5, ScoreNormalization.Softmax), 0, 7, 17, 65, 71, 145),
        new SelfAttentionSubject("self-attention, sums", new(5, ScoreNormalization.Sum), 0, 7, 17, 65, 71, 145),
        new AdditiveSubject("additive", new(5, 7), new(18, 71), new(41, 64), new(1, 9)),
        new AdditiveSubject("additive, scale, mask", new(130, 6, HasScale: true, AttentionMask.QueryKeys), new(9, 71), new(17, 65), new(1, 9)),
        new AdditiveSubject("additive, padding", new(9, 3, Mask: AttentionMask.Keys, QueryLength: 3), new(3, 131), new(3, 65), new(3, 127), new(3, 2)),
    ];
}
