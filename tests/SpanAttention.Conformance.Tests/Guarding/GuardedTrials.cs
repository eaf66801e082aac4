using System.Globalization;
using SpanAttention.Conformance.Tests.Generation;

namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>The declarations that are called between pages that may not be touched. SPANATTENTION_GUARDED makes them so many times as many.</summary>
internal static class GuardedTrials
{
    private const string Variable = "SPANATTENTION_GUARDED";

    // Nothing, one, and what is left over of vectors, groups of rows, blocks and tiles.
    private static readonly int[] Lengths = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 70];

    private static readonly int Times = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;

    public static IReadOnlyList<AttentionTrial> Attentions { get; } =
        [.. RunSeed.Sample(Trials.Options, 20 * Times, 10), .. RunSeed.Sample(Trials.Attention, 8 * Times, 11), .. RunSeed.Sample(Trials.TinyAttention, 5 * Times, 12), .. RunSeed.Sample(Trials.Gradients, 8 * Times, 21), .. RunSeed.Sample(Trials.States, 8 * Times, 32)];

    public static IReadOnlyList<SelfAttentionTrial> SelfAttentions { get; } =
        [.. RunSeed.Sample(Trials.SelfAttention, 3 * Times, 13), .. RunSeed.Sample(Trials.TinySelfAttention, 2 * Times, 14)];

    public static IReadOnlyList<AdditiveTrial> Additives { get; } = RunSeed.Sample(AdditiveTrial.Random, 6 * Times, 15);

    public static IReadOnlyList<LayerTrial> Layers { get; } =
        [.. RunSeed.Sample(LayerTrials.Options, 7 * Times, 16), .. RunSeed.Sample(LayerTrials.Plain, 3 * Times, 17)];

    public static IReadOnlyList<ChunkedTrial> Chunked { get; } =
        [.. RunSeed.Sample(LayerTrials.ChunkedOptions, 3 * Times, 18), .. RunSeed.Sample(LayerTrials.Rings, 2 * Times, 19)];

    /// <summary>The trial with data of its own for every kind, and other lengths where none are declared.</summary>
    public static AttentionTrial OfAnyLength(AttentionTrial trial, DataKind kind)
    {
        Random random = new(trial.Seed + (int)kind);
        int keyLength = trial.Declaration.KeyLength ?? random.GetItems(Lengths, 1)[0];
        return trial with
        {
            QueryLength = trial.Declaration.QueryLength ?? random.GetItems(Lengths, 1)[0],
            KeyLength = keyLength,
            KeyCount = random.Next(2) == 0 ? keyLength : random.Next(keyLength + 1),
            Seed = random.Next(int.MaxValue - 1),
        };
    }
}
