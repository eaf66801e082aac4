namespace SpanAttention;

/// <summary>The part of a training step that computes gradients, shard by shard; see <see cref="GradientShards"/>.</summary>
public interface IGradientShard
{
    /// <summary>Takes a shard of the batch forward and back, and adds to its gradients. Other shards may be under way on other threads.</summary>
    /// <param name="shard">The shard, from 0 on.</param>
    /// <param name="gradients">Gradients of all weights, zeros at first.</param>
    void AddGradients(int shard, Span<float> gradients);
}
