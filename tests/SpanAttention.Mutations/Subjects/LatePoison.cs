using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Ordinary inputs with NaN in the value of a late key, which the last queries of a causal call see and all others must not.</summary>
internal static class LatePoison
{
    private const int FromTheEnd = 3;

    public static AttentionInputs Of(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        int seen = shape.Alignment == QueryAlignment.TopLeft ? Math.Min(trial.QueryLength, trial.KeyCount) : trial.KeyCount;
        if (seen >= FromTheEnd)
        {
            for (int head = 0; head < shape.KeyValueHeads; head++)
            {
                shape.Value(trial.KeyLength).Head(inputs.Value, seen - FromTheEnd, head).Fill(float.NaN);
            }
        }

        return inputs;
    }
}
