/// <summary>Who is near whom.</summary>
internal static class Sight
{
    private const float Radius = 4;

    /// <summary>An agent and the entities within its sight, the first 31 where there are more.</summary>
    /// <param name="seen">Their indices, the agent's own first.</param>
    /// <returns>How many they are.</returns>
    public static int Find(World world, int agent, Span<int> seen)
    {
        seen[0] = agent;
        int count = 1;
        for (int other = 0; other < world.Count && count < seen.Length; other++)
        {
            if (other != agent && world.SquaredDistance(agent, other) < Radius * Radius)
            {
                seen[count++] = other;
            }
        }

        return count;
    }
}
