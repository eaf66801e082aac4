using SpanAttention;

namespace Training;

/// <summary>The loop of training: a batch in shards, gradients clipped to a norm, a step of the optimizer. No bit depends on how many threads there are.</summary>
/// <param name="learner">The model.</param>
/// <param name="schedule">Learning rates by step.</param>
/// <param name="shards">Shards of a batch.</param>
/// <param name="threads">Threads that share them.</param>
public sealed class Trainer(ILearner learner, LearningRateSchedule schedule, int shards, int threads)
{
    private const float LargestNorm = 1;

    private readonly GradientShards gradients = new(shards, learner.Weights.Count);

    /// <summary>Steps that were taken.</summary>
    public int Steps => learner.Weights.Optimizer.Steps;

    /// <summary>Whether there are steps left.</summary>
    public bool IsDone => Steps >= schedule.Steps;

    /// <summary>Takes a step. Once warm, nothing is allocated but by the learner.</summary>
    /// <returns>Tokens of its batch.</returns>
    /// <exception cref="InvalidOperationException">Gradients are not finite: the weights stay as they were.</exception>
    public int Step()
    {
        int tokens = learner.Begin(Steps);
        gradients.Run(learner, threads);
        learner.Weights.Step(gradients.Mean, schedule.At(Steps), LargestNorm);
        learner.Load();
        return tokens;
    }
}
