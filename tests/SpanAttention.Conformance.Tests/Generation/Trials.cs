using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Random declarations, lengths and data seeds.</summary>
public static class Trials
{
    // Enough for every tail, block and tile boundary; more would only cost time in the scalar reference.
    private const long LargestCost = 600_000;
    private const int LargestDim = 200;

    // Options are many, so each trial of them is cheap.
    private const long LargestOptionCost = 60_000;

    private const long LargestGradientCost = 200_000;

    private static readonly int[] Lengths = [0, 1, 1, 1, 2, 3, 4, 5, 7, 13, 15, 16, 17, 31, 33, 63, 64, 65, 129];
    private static readonly int[] KeyLengths = [.. Lengths, 127, 128, 191, 257];
    private static readonly int[] StateKeyLengths = [0, 1, 7, 63, 64, 65, 128, 129, 191, 192, 257, 320, 450];
    private static readonly int[] Dims = [1, 2, 3, 5, 7, 8, 16, 17, 31, 33, 64, 80, 128, 700, 1031];
    private static readonly int[] OptionDims = [1, 2, 3, 4, 5, 7, 8, 11, 16, 17, 32, 48];
    private static readonly int[] TinyLengths = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly int[] SmallDims = [1, 2, 3, 5, 6, 8, 16, 17, 24, 33, 65];
    private static readonly (int Heads, int KeyValueHeads)[] HeadCounts = [(1, 1), (1, 1), (2, 1), (2, 2), (3, 3), (4, 2), (5, 1), (6, 2), (8, 8)];
    private static readonly double?[] Scales = [null, null, null, 1, 0.125, 0.01, 3.7];

    public static Gen<AttentionTrial> Attention { get; } =
        from shape in ShapesOf(Dims)
        from queryLength in Gen.Elements(Lengths)
        from keyLength in Gen.Elements(KeyLengths)
        from declared in Gen.Choose(0, 3)
        from keyCount in KeyCounts(Affordable(keyLength, shape, queryLength))
        from seed in Seeds
        select Trial(shape, queryLength, Affordable(keyLength, shape, queryLength), declared, keyCount, seed);

    /// <summary>Around the tiny regime: few tokens and dimensions, lengths nearly always declared.</summary>
    public static Gen<AttentionTrial> TinyAttention { get; } =
        from shape in ShapesOf(TinyLengths)
        from queryLength in Gen.Elements(TinyLengths)
        from keyLength in Gen.Elements(TinyLengths)
        from sameLength in Gen.Elements(false, true)
        from declared in Gen.Elements(3, 3, 3, 3, 3, 1, 2)
        from keyCount in KeyCounts(sameLength ? queryLength : keyLength)
        from seed in Seeds
        select Trial(shape, queryLength, sameLength ? queryLength : keyLength, declared, keyCount, seed);

    /// <summary>Any combination of the options of [Attention].</summary>
    public static Gen<AttentionTrial> Options { get; } =
        from shape in OptionTrials.Shapes(ShapesOf(OptionDims))
        from queryLength in Gen.Elements(Lengths)
        from keyLength in Gen.Elements(KeyLengths)
        from declared in Gen.Choose(0, 3)
        from keyCount in OptionTrials.KeyCounts(Affordable(keyLength, shape, queryLength, LargestOptionCost))
        from seed in Seeds
        select Trial(shape, queryLength, Affordable(keyLength, shape, queryLength, LargestOptionCost), declared, keyCount, seed);

    /// <summary>The same with gradients, plain and causal attention as often as options.</summary>
    public static Gen<AttentionTrial> Gradients { get; } =
        from options in Gen.Elements(false, true)
        from trial in options ? Options : Plain
        select trial with { Declaration = trial.Declaration with { Shape = trial.Declaration.Shape with { Gradients = true } } };

    /// <summary>Any attention with a running state, over as many tiles as can be cut.</summary>
    public static Gen<AttentionTrial> States { get; } =
        from options in Gen.Elements(false, true)
        from shape in options ? OptionTrials.Shapes(ShapesOf(OptionDims)) : ShapesOf(Dims)
        from queryLength in Gen.Elements(Lengths)
        from keyLength in Gen.Elements(StateKeyLengths)
        from declared in Gen.Choose(0, 3)
        from keyCount in OptionTrials.KeyCounts(Affordable(keyLength, shape, queryLength, LargestGradientCost))
        from seed in Seeds
        select Trial(shape with { State = true }, queryLength, Affordable(keyLength, shape, queryLength, LargestGradientCost), declared, keyCount, seed);

    public static Gen<SelfAttentionTrial> TinySelfAttention { get; } =
        from dim in Gen.Elements(TinyLengths)
        from sum in Gen.Elements(false, true)
        from tokens in Gen.Elements(TinyLengths)
        from gradients in Gen.Elements(false, true)
        from seed in Seeds
        select new SelfAttentionTrial(new SelfAttentionDeclaration(dim, sum ? ScoreNormalization.Sum : ScoreNormalization.Softmax, tokens, gradients), tokens, seed);

    public static Gen<SelfAttentionTrial> SelfAttention { get; } =
        from dim in Gen.Elements(SmallDims)
        from sum in Gen.Elements(false, true)
        from tokens in Gen.Elements(Lengths)
        from declared in Gen.Elements(false, true)
        from gradients in Gen.Elements(false, true)
        from seed in Seeds
        select new SelfAttentionTrial(
            new SelfAttentionDeclaration(dim, sum ? ScoreNormalization.Sum : ScoreNormalization.Softmax, declared && tokens > 0 ? tokens : null, gradients), tokens, seed);

    private static Gen<AttentionTrial> Plain =>
        from shape in ShapesOf(Dims)
        from queryLength in Gen.Elements(Lengths)
        from keyLength in Gen.Elements(KeyLengths)
        from declared in Gen.Choose(0, 3)
        from keyCount in KeyCounts(Affordable(keyLength, shape, queryLength, LargestGradientCost))
        from seed in Seeds
        select Trial(shape, queryLength, Affordable(keyLength, shape, queryLength, LargestGradientCost), declared, keyCount, seed);

    private static Gen<int> Seeds => Gen.Choose(0, int.MaxValue - 2);

    private static Gen<AttentionShape> ShapesOf(int[] dims) =>
        from headDim in Gen.Elements(dims)
        from valueDim in Gen.Elements(dims)
        from sameDim in Gen.Elements(false, true)
        from heads in Gen.Elements(HeadCounts)
        from scale in Gen.Elements(Scales)
        from causal in Gen.Elements(false, true)
        from topLeft in Gen.Elements(false, true)
        from headsFirst in Gen.Elements(false, true)
        select new AttentionShape
        {
            HeadDim = headDim,
            ValueDim = sameDim ? headDim : valueDim,
            Heads = Math.Max(headDim, valueDim) > LargestDim ? 1 : heads.Heads,
            KeyValueHeads = Math.Max(headDim, valueDim) > LargestDim ? 1 : heads.KeyValueHeads,
            DeclaredScale = scale,
            Causal = causal,
            Alignment = topLeft ? QueryAlignment.TopLeft : QueryAlignment.BottomRight,
            Layout = headsFirst ? AttentionLayout.HeadsFirst : AttentionLayout.TokensFirst,
        };

    private static Gen<int> KeyCounts(int keyLength) =>
        from whole in Gen.Elements(true, true, false)
        from count in Gen.Choose(0, keyLength)
        select whole ? keyLength : count;

    private static bool Flag(int flags, int bit) => (flags >> bit & 1) != 0;

    private static int Affordable(int keyLength, AttentionShape shape, int queryLength, long largestCost = LargestCost)
    {
        long costOfKey = (long)Math.Max(queryLength, 1) * shape.Heads * (shape.HeadDim + shape.ValueDim);
        return (int)Math.Min(keyLength, Math.Max(3, largestCost / costOfKey));
    }

    private static AttentionTrial Trial(AttentionShape shape, int queryLength, int keyLength, int declared, int keyCount, int seed)
    {
        int? declaredQueries = Flag(declared, 0) && queryLength > 0 ? queryLength : null;
        int? declaredKeys = Flag(declared, 1) && keyLength > 0 ? keyLength : null;
        return new AttentionTrial(new AttentionDeclaration(shape, declaredQueries, declaredKeys), queryLength, keyLength, keyCount, seed);
    }
}
