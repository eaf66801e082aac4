/// <summary>What all agents decide in a frame: each attends over the entities near it.</summary>
internal sealed class Mind(Policy policy, int agents)
{
    private const float Sight = 4;
    private const int Width = SquadAttention.Heads * SquadAttention.HeadDim;

    private readonly float[] queries = new float[agents * Width];
    private readonly float[] keys = new float[agents * Width];
    private readonly float[] values = new float[agents * Width];
    private readonly float[] seenKeys = new float[SquadAttention.KeyLength * Width];
    private readonly float[] seenValues = new float[SquadAttention.KeyLength * Width];
    private readonly float[] actions = new float[agents * Policy.Actions];

    /// <summary>The actions of all agents, [agents, actions].</summary>
    public ReadOnlySpan<float> Think(World world)
    {
        // An entity is the same to all who see it, so each is projected once.
        policy.Query.Project(world.Entities, queries);
        policy.Key.Project(world.Entities, keys);
        policy.Value.Project(world.Entities, values);

        Span<float> context = stackalloc float[Width];
        for (int agent = 0; agent < world.Count; agent++)
        {
            int seen = Look(world, agent);
            SquadAttention.Forward(queries.AsSpan(agent * Width, Width), seenKeys, seenValues, seen, context);
            policy.Output.Project(context, actions.AsSpan(agent * Policy.Actions, Policy.Actions));
        }

        return actions;
    }

    /// <summary>Gathers keys and values of the entities within sight, the first 32 where there are more.</summary>
    private int Look(World world, int agent)
    {
        int seen = 0;
        for (int other = 0; other < world.Count && seen < SquadAttention.KeyLength; other++)
        {
            if (other != agent && world.SquaredDistance(agent, other) < Sight * Sight)
            {
                keys.AsSpan(other * Width, Width).CopyTo(seenKeys.AsSpan(seen * Width));
                values.AsSpan(other * Width, Width).CopyTo(seenValues.AsSpan(seen * Width));
                seen++;
            }
        }

        return seen;
    }
}
