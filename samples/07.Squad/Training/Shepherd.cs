/// <summary>
/// The script that the policy learns from, after Reynolds ("Flocks, Herds, and Schools", 1987): keep a distance, fly as your mates do, stay with them; mates are those of one's own side, and the other side is given way to.
/// It has rules where the policy has weights, and sees what the policy sees.
/// </summary>
internal sealed class Shepherd
{
    private const float Align = 2.5f;
    private const float Cohere = 0.35f;
    private const float Separate = 5;
    private const float PersonalSpace = 0.9f;
    private const float GiveWay = 1.5f;
    private const float Cruise = 2;
    private const float Speed = 1.4f;
    private const float MostAcceleration = 6;

    private readonly int[] seen = new int[SquadAttention.KeyLength];

    /// <summary>Accelerations of all agents, [agents, 2].</summary>
    public void Lead(World world, Span<float> actions)
    {
        for (int agent = 0; agent < world.Count; agent++)
        {
            (float x, float y) = Lead(world, agent);
            float excess = MathF.Max(1, MathF.Sqrt((x * x) + (y * y)) / MostAcceleration);
            actions[agent * Policy.Actions] = x / excess;
            actions[(agent * Policy.Actions) + 1] = y / excess;
        }
    }

    private (float X, float Y) Lead(World world, int agent)
    {
        ReadOnlySpan<float> self = world.Entity(agent);
        (float headingX, float headingY) = world.Heading(agent);
        float x = Cruise * ((Speed * headingX) - self[2]);
        float y = Cruise * ((Speed * headingY) - self[3]);

        int count = Sight.Find(world, agent, seen);
        int mates = 0;
        (float wayX, float wayY, float alongX, float alongY) = (0f, 0f, 0f, 0f);
        foreach (int other in seen.AsSpan(1, count - 1))
        {
            (float toX, float toY) = world.Way(agent, other);
            float distance = MathF.Sqrt((toX * toX) + (toY * toY));
            ReadOnlySpan<float> entity = world.Entity(other);
            bool isMate = entity[4] == self[4];
            float push = Separate * MathF.Max(0, 1 - (distance / PersonalSpace));
            push += isMate ? 0 : GiveWay * MathF.Max(0, 1 - (distance / (3 * PersonalSpace)));
            push /= MathF.Max(distance, 0.01f);
            (x, y) = (x - (push * toX), y - (push * toY));
            if (isMate)
            {
                (float otherX, float otherY) = world.Heading(other);
                (wayX, wayY, alongX, alongY) = (wayX + toX, wayY + toY, alongX + otherX - headingX, alongY + otherY - headingY);
                mates++;
            }
        }

        float share = 1f / Math.Max(1, mates);
        return (x + (share * ((Cohere * wayX) + (Align * alongX))), y + (share * ((Cohere * wayY) + (Align * alongY))));
    }
}
