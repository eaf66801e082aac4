/// <summary>What all agents decide in a frame: each attends over itself and the entities near it.</summary>
/// <param name="policy">The weights of the agents.</param>
/// <param name="agents">How many there are.</param>
/// <param name="looks">Keeps what each looks at, where somebody wants to see it.</param>
internal sealed partial class Mind(Policy policy, int agents, Looks? looks = null)
{
    private const int Heads = SquadAttention.Heads;
    private const int Width = Heads * SquadAttention.HeadDim;

    private readonly Entities entities = new(agents);
    private readonly float[] queries = new float[agents * Width];
    private readonly float[] keys = new float[agents * Width];
    private readonly float[] values = new float[agents * Width];
    private readonly float[] contexts = new float[agents * Width];
    private readonly float[] actions = new float[agents * Policy.Actions];
    private readonly float[] seenKeys = new float[SquadAttention.KeyLength * Width];
    private readonly float[] seenValues = new float[SquadAttention.KeyLength * Width];
    private readonly int[] seen = new int[SquadAttention.KeyLength];

    /// <summary>The actions of all agents, [agents, actions].</summary>
    public ReadOnlySpan<float> Think(World world)
    {
        // An entity is the same to all who see it, so each is projected once.
        entities.Read(world);
        policy.Query.Project(entities.All, queries);
        policy.Key.Project(entities.All, keys);
        policy.Value.Project(entities.All, values);
        entities.Rotate(queries);
        entities.Rotate(keys);
        entities.Rotate(values);

        for (int agent = 0; agent < agents; agent++)
        {
            int count = Look(world, agent);
            ReadOnlySpan<float> query = queries.AsSpan(agent * Width, Width);
            SquadAttention.Forward(query, seenKeys, seenValues, count, contexts.AsSpan(agent * Width, Width));
            looks?.Keep(agent, seen.AsSpan(0, count), query, seenKeys);
        }

        entities.RotateBack(contexts);
        policy.Output.Project(contexts, actions);
        return actions;
    }

    /// <summary>Gathers keys and values of the agent and of the entities within sight.</summary>
    private int Look(World world, int agent)
    {
        int count = Sight.Find(world, agent, seen);
        for (int place = 0; place < count; place++)
        {
            keys.AsSpan(seen[place] * Width, Width).CopyTo(seenKeys.AsSpan(place * Width));
            values.AsSpan(seen[place] * Width, Width).CopyTo(seenValues.AsSpan(place * Width));
        }

        return count;
    }
}
