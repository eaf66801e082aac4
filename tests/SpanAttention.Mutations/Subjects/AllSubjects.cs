namespace SpanAttention.Mutations.Subjects;

/// <summary>The declarations whose emitted code is mutated: every regime, and every option in one of them at least.</summary>
internal static class AllSubjects
{
    public static IReadOnlyList<ISubject> List { get; } =
    [
        .. AttentionSubjects.Regimes,
        .. AttentionSubjects.Options,
        .. GradientSubjects.List,
        .. SelfAttentionSubjects.List,
        .. LayerSubjects.List,
        .. PerceptronSubjects.List,
        .. BlockSubjects.List,
        PrimitivesSubjects.Steps,
        .. StateSubjects.List,
        .. LearningSubjects.List,
    ];
}
