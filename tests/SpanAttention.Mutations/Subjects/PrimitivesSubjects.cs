namespace SpanAttention.Mutations.Subjects;

/// <summary>The primitives that are steps.</summary>
internal static class PrimitivesSubjects
{
    // Registers of every size (117 values are 64, 32, 16 and 5), tiles at the edge and within it; one tile and several, with idle rows and without; hidden keys marked and not; contexts in rows, one tile of keys and several; few rows, alone and with heads that share them; sums; gradients, of heads that are in scratch in parts, too, and with pairs that are left out, and of weights.
    public static ISubject Steps { get; } = new PrimitivesSubject(
        "primitives",
        new AttentionSubject("one tile", new(new() { HeadDim = 3, ValueDim = 7, Causal = true, Alignment = QueryAlignment.TopLeft }, 21, 23), new(21, 23), new(21, 23, 9)),
        new AttentionSubject("one tile, marked", new(new() { HeadDim = 4, ValueDim = 1, Mask = AttentionMask.QueryKeys, Dropout = true, DropoutRate = 0.25 }, 18, 19), new(18, 19), new(18, 19, 8)),
        new AttentionSubject("one tile, no row idle", new(new() { HeadDim = 2, ValueDim = 3 }, 32, 9), new(32, 9), new(32, 9, 2)),
        new AttentionSubject("one tile, contexts in rows", new(new() { HeadDim = 3, ValueDim = 64, Causal = true }, 21, 23), new(21, 23), new(21, 23, 9)),
        new AttentionSubject("tiles, contexts in rows", new(new() { HeadDim = 3, ValueDim = 64, Causal = true }), new(81, 211), new(81, 211, 40), new(19, 67)),
        new AttentionSubject("a vector of contexts in rows", new(new() { HeadDim = 3, ValueDim = 16, Causal = true }), new(81, 211), new(19, 67)),
        new AttentionSubject("a vector of contexts in rows, one tile", new(new() { HeadDim = 3, ValueDim = 16, Causal = true }, 21, 23), new(21, 23), new(21, 23, 9)),
        new AttentionSubject("marked, contexts in rows", new(new() { HeadDim = 2, ValueDim = 48, LeftWindow = 40, Mask = AttentionMask.QueryKeys }), new(81, 147), new(21, 66, 9)),
        new AttentionSubject("few rows", new(new() { HeadDim = 9, ValueDim = 117, Heads = 4, KeyValueHeads = 2, Causal = true }, 3, 133), new(3, 133), new(3, 133, 66), new(3, 133, 2)),
        new SelfAttentionSubject("sums", new(5, ScoreNormalization.Sum), 7, 17, 71, 145),
        new AttentionSubject("tiles", new(new() { HeadDim = 5, ValueDim = 14, Heads = 2, KeyValueHeads = 1, Causal = true }), new(81, 211), new(81, 211, 40), new(63, 127), new(47, 111), new(8, 129), new(7, 192), new(21, 9)),
        new AttentionSubject("tiles, marked", new(AttentionSubjects.Everything), new(81, 211), new(81, 211, 40), new(63, 127), new(17, 71)),
        new GradientSubject("gradients", new(new() { HeadDim = 20, ValueDim = 8, Heads = 2, KeyValueHeads = 1, Causal = true }), new(81, 147), new(33, 67, 40)),
        new GradientSubject("gradients, wide heads", new(new() { HeadDim = 300, ValueDim = 283, Causal = true }), new(45, 133), new(3, 9)),
        new GradientSubject("gradients, mask", new(new() { HeadDim = 8, ValueDim = 8, Heads = 2, KeyValueHeads = 2, Causal = true, Mask = AttentionMask.QueryKeys, Bias = AttentionBias.QueryKeys, Sinks = true }), new(81, 147), new(33, 67, 40)),
        new LearningLayerSubject("learning", new() { InputDim = 35, OutputDim = 20, HeadDim = 5, Heads = 2, KeyValueHeads = 1, Causal = true }, [(7, 7), (41, 41)]),
        new GradientSubject("gradients, marked", new(AttentionSubjects.Everything with { DropoutRate = 0.25 }), new(81, 147), new(33, 67, 40)));
}
