using Training;

namespace Translation;

/// <summary>A translator that learns from sentences of the grammar; every batch has new ones, the same for every translator.</summary>
internal sealed class TranslationLearner : ILearner
{
    public const int Shards = 4;
    public const int SentencesAShard = 16;

    private readonly Translator translator;
    private readonly ITranslationPass[] passes;
    private readonly SentenceBatch[] batches = new SentenceBatch[Shards];
    private readonly double[] losses = new double[Shards];
    private readonly ulong seed;

    public TranslationLearner(Translator translator, ulong seed)
    {
        this.translator = translator;
        this.seed = seed;
        passes = [.. Enumerable.Range(0, Shards).Select(_ => translator.CreatePass(SentencesAShard))];
    }

    public TrainedWeights Weights => translator.Weights;

    public double Loss => losses.Average();

    public int Begin(int step)
    {
        Grammar grammar = new((seed << 32) + (ulong)step);
        for (int shard = 0; shard < Shards; shard++)
        {
            batches[shard] = new(Enumerable.Range(0, SentencesAShard).Select(_ => grammar.Draw()));
        }

        return batches.Sum(static batch => batch.Targets.Length);
    }

    public void AddGradients(int shard, Span<float> gradients)
    {
        losses[shard] = passes[shard].Loss(batches[shard]);
        passes[shard].AddGradients(batches[shard], gradients);
    }

    public void Load() => translator.Load();
}
