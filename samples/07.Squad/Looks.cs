/// <summary>What every agent looked at in the last frame: whom it saw, and how much it looked at each, in the mean of its heads.</summary>
internal sealed class Looks(int agents)
{
    private readonly int[] counts = new int[agents];
    private readonly int[] entities = new int[agents * SquadAttention.KeyLength];
    private readonly float[] weights = new float[agents * SquadAttention.KeyLength];

    /// <summary>Entities that an agent saw.</summary>
    public ReadOnlySpan<int> Entities(int agent) => entities.AsSpan(agent * SquadAttention.KeyLength, counts[agent]);

    /// <summary>How much it looked at each of them; together 1, where it saw any.</summary>
    public ReadOnlySpan<float> Weights(int agent) => weights.AsSpan(agent * SquadAttention.KeyLength, counts[agent]);

    /// <summary>Keeps what an agent looks at.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="seen">Whom it sees.</param>
    /// <param name="query">Its query, [heads, head dim].</param>
    /// <param name="keys">Their keys, [entities, heads, head dim], and room for more.</param>
    public void Keep(int agent, ReadOnlySpan<int> seen, ReadOnlySpan<float> query, ReadOnlySpan<float> keys)
    {
        Span<float> heads = stackalloc float[SquadAttention.Heads * SquadAttention.KeyLength];
        SquadAttention.Weights(query, keys, seen.Length, heads);
        counts[agent] = seen.Length;
        seen.CopyTo(entities.AsSpan(agent * SquadAttention.KeyLength));
        for (int key = 0; key < seen.Length; key++)
        {
            float sum = 0;
            for (int head = 0; head < SquadAttention.Heads; head++)
            {
                sum += heads[(head * SquadAttention.KeyLength) + key];
            }

            weights[(agent * SquadAttention.KeyLength) + key] = sum / SquadAttention.Heads;
        }
    }
}
