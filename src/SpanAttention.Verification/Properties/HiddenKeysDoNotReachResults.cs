namespace SpanAttention.Verification;

internal sealed class HiddenKeysDoNotReachResults : AttentionLaw
{
    private const float Large = 1e15f;
    private const float LargeOfShort = 1e3f; // squared, times a few, within Half

    public override string Equation => "context_i does not change when keys that query i does not see become large, with their values and biases";

    public override string Reason => "A hidden key is as if it were not there: its weight is 0, whatever its score, and it is no row's maximum. In a merge that goes for contexts of a part without keys.";

    public override bool Concerns(AttentionRoutine routine) => HiddenKeys.Exist(routine) || routine.Merge is not null;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source) =>
        (HiddenKeys.Exist(routine) ? Noticed(routine, source) : null) ?? (routine.Merge is null ? null : HiddenKeys.NoticedByMerge(routine, source, LargeOfShort, "large"));

    private static Violation? Noticed(AttentionRoutine routine, AttentionCase source)
    {
        int looking = source.Choice % source.QueryLength;
        float large = routine.Precision.IsShort ? LargeOfShort : Large;
        AttentionCase other = routine.Precision.Round(HiddenKeys.With(source, looking, (source, head, key, x) => Along(source, looking, head, key, x, large), large));
        return HiddenKeys.Noticed(routine, source, other, looking, $"once the keys that query {looking} does not see are large");
    }

    // Large where the query points, or away from it, so that hidden scores are far above those that are seen, or far below.
    private static float Along(AttentionCase source, int looking, int head, int key, int x, float large)
    {
        ReadOnlySpan<float> query = source.QueryHead(looking, head * (source.Shape.Heads / source.Shape.KeyValueHeads));
        bool negative = (x < query.Length && query[x] < 0) ^ (((key + source.Choice) % 3) == 0);
        return negative ? -large : large;
    }
}
