namespace SpanAttention.Mutations.Operators;

/// <summary>Every kind of mistake that is tried.</summary>
internal static class MutationOperators
{
    public static IReadOnlyList<IMutationOperator> All { get; } =
    [
        new IntegerChanged(),
        new FloatChanged(),
        new FlagFlipped(),
        new ComparisonMoved(),
        new ArithmeticReplaced(),
        new AssignmentReplaced(),
        new OperandsSwapped(),
        new OperandDropped(),
        new SignDropped(),
        new StatementDropped(),
        new LoopBoundMoved(),
        new ConditionNegated(),
        new NeighbourCalled(),
        new ArgumentsSwapped(),
        new AddendDropped(),
        new FusionUndone(),
        new CallUnwrapped(),
    ];
}
