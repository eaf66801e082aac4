using GptModel;
using SpanAttention;
using Training;

namespace GptTraining;

/// <summary>A GPT that learns from windows of a row of tokens. An epoch has all windows once, in an order of its own, and they begin elsewhere than those of the epoch before.</summary>
/// <typeparam name="TBlock">Its blocks.</typeparam>
/// <typeparam name="TBlockTape">Their tapes.</typeparam>
/// <typeparam name="THead">Its head.</typeparam>
/// <typeparam name="THeadTape">Its tapes.</typeparam>
internal sealed class GptLearner<TBlock, TBlockTape, THead, THeadTape> : ILearner
    where TBlock : ILearningGptBlock<TBlock, TBlockTape>
    where THead : ILearningGptHead<THead, THeadTape>
{
    private readonly LearnedWeights weights;
    private readonly LearningGpt<TBlock, TBlockTape, THead, THeadTape> model;
    private readonly int[] tokens;
    private readonly GptBatch batch;
    private readonly SeededOrder order;
    private readonly WindowPass<TBlockTape, THeadTape>[] passes;
    private readonly double[] losses;
    private Windows windows;
    private long epoch = -1;

    public GptLearner(LearnedWeights weights, GptPlaces places, int[] tokens, GptBatch batch)
    {
        this.weights = weights;
        this.tokens = tokens;
        this.batch = batch;
        model = new(weights, places);
        passes = [.. Enumerable.Range(0, batch.Shards).Select(_ => model.CreatePass(batch.WindowsAShard))];
        losses = new double[batch.Shards];

        // As many windows as there are from the last place where an epoch may begin: all epochs have as many.
        windows = new Windows(tokens, Length, weights.Shape.Mark, Length - 1);
        order = new SeededOrder(windows.Count, batch.Seed);
    }

    public TrainedWeights Weights => weights.Trained;

    public double Loss => losses.Average();

    private int Length => weights.Shape.ContextLength;

    public int Begin(int step)
    {
        long place = (long)step * batch.Windows;
        for (int index = 0; index < batch.Windows; index++, place++)
        {
            BeginEpoch(place / order.Count);
            passes[index / batch.WindowsAShard].Read(windows, order[place], index % batch.WindowsAShard);
        }

        return batch.Windows * Length;
    }

    public void AddGradients(int shard, Span<float> gradients)
    {
        losses[shard] = model.Loss(passes[shard]);
        model.AddGradients(passes[shard], gradients);
    }

    public void Load() => model.Load();

    /// <summary>The mean loss of windows that are held out, in nats a token.</summary>
    public double LossOf(Windows heldOut, int threads)
    {
        double[] windowLosses = new double[heldOut.Count / batch.WindowsAShard];
        Parallel.For(0, batch.Shards, new ParallelOptions { MaxDegreeOfParallelism = threads }, shard =>
        {
            for (int group = shard; group < windowLosses.Length; group += batch.Shards)
            {
                for (int index = 0; index < batch.WindowsAShard; index++)
                {
                    passes[shard].Read(heldOut, (group * batch.WindowsAShard) + index, index);
                }

                windowLosses[group] = model.Loss(passes[shard]);
            }
        });
        return windowLosses.Average();
    }

    private void BeginEpoch(long next)
    {
        if (next != epoch)
        {
            windows = new Windows(tokens, Length, weights.Shape.Mark, new SplitMix64(batch.Seed + (ulong)next).NextBelow(Length));
            epoch = next;
        }
    }
}
