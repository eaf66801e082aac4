/// <content>How a loss changes with the policy's weights: the way of <see cref="Think"/>, back.</content>
internal sealed partial class Mind
{
    private readonly float[] contextGradients = new float[agents * Width];
    private readonly float[] queryGradients = new float[agents * Width];
    private readonly float[] keyGradients = new float[agents * Width];
    private readonly float[] valueGradients = new float[agents * Width];
    private readonly float[] seenKeyGradients = new float[SquadAttention.KeyLength * Width];
    private readonly float[] seenValueGradients = new float[SquadAttention.KeyLength * Width];
    private readonly float[] traitGradients = new float[agents * Entities.Traits];

    /// <summary>Adds the gradients of a loss by the weights to others, after <see cref="Think"/> on the same world.</summary>
    /// <param name="world">The world, which has not moved since.</param>
    /// <param name="actionGradients">The loss's slope by each action, [agents, actions].</param>
    /// <param name="weightGradients">Gradients of all weights, as <see cref="Policy.Weights"/> has them.</param>
    public void AddGradients(World world, ReadOnlySpan<float> actionGradients, Span<float> weightGradients)
    {
        policy.Output.Backward(contexts, actionGradients, contextGradients, weightGradients[Policy.Of(3)]);
        entities.Rotate(contextGradients);

        keyGradients.AsSpan().Clear();
        valueGradients.AsSpan().Clear();
        for (int agent = 0; agent < agents; agent++)
        {
            Attend(world, agent);
        }

        entities.RotateBack(queryGradients);
        entities.RotateBack(keyGradients);
        entities.RotateBack(valueGradients);
        policy.Query.Backward(entities.All, queryGradients, traitGradients, weightGradients[Policy.Of(0)]);
        policy.Key.Backward(entities.All, keyGradients, traitGradients, weightGradients[Policy.Of(1)]);
        policy.Value.Backward(entities.All, valueGradients, traitGradients, weightGradients[Policy.Of(2)]);
    }

    /// <summary>One agent's attention, forward and back; gradients of what it saw go to those that it saw.</summary>
    private void Attend(World world, int agent)
    {
        Span<float> context = stackalloc float[Width];
        Span<float> logSumExp = stackalloc float[Heads];
        ReadOnlySpan<float> query = queries.AsSpan(agent * Width, Width);
        int count = Look(world, agent);
        SquadAttention.Forward(query, seenKeys, seenValues, count, context, logSumExp);
        SquadAttention.Backward(
            query, seenKeys, seenValues, count, context, logSumExp, contextGradients.AsSpan(agent * Width, Width), queryGradients.AsSpan(agent * Width, Width), seenKeyGradients, seenValueGradients);
        for (int place = 0; place < count; place++)
        {
            Add(seenKeyGradients.AsSpan(place * Width, Width), keyGradients.AsSpan(seen[place] * Width, Width));
            Add(seenValueGradients.AsSpan(place * Width, Width), valueGradients.AsSpan(seen[place] * Width, Width));
        }
    }

    private static void Add(ReadOnlySpan<float> gradients, Span<float> sums)
    {
        for (int x = 0; x < sums.Length; x++)
        {
            sums[x] += gradients[x];
        }
    }
}
