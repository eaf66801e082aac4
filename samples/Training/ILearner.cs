using SpanAttention;

namespace Training;

/// <summary>A model that learns: the batch of each step, and its gradients shard by shard.</summary>
public interface ILearner : IGradientShard
{
    /// <summary>The weights.</summary>
    TrainedWeights Weights { get; }

    /// <summary>Puts together the batch of a step, whatever steps were before.</summary>
    /// <param name="step">The step, from 0 on.</param>
    /// <returns>Its tokens.</returns>
    int Begin(int step);

    /// <summary>The mean loss of the last batch, in nats.</summary>
    double Loss { get; }

    /// <summary>Takes over weights that have changed.</summary>
    void Load();
}
