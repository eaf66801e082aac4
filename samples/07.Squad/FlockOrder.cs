using System.Globalization;

/// <summary>How much of a flock the agents are: three numbers over what each of them sees.</summary>
/// <param name="Agreement">The length of the mean heading of an agent and its mates in sight: 1 where all fly alike.</param>
/// <param name="Nearest">The distance to the nearest other.</param>
/// <param name="Mates">The part of those in sight that are of one's own side.</param>
internal readonly record struct FlockOrder(double Agreement, double Nearest, double Mates)
{
    public static FlockOrder Of(World world)
    {
        int[] seen = new int[SquadAttention.KeyLength];
        (double agreement, double nearest, double mates, int company) = (0, 0, 0, 0);
        for (int agent = 0; agent < world.Count; agent++)
        {
            int count = Sight.Find(world, agent, seen);
            int[] others = seen[1..count];
            int[] flock = [agent, .. others.Where(other => world.Entity(other)[4] == world.Entity(agent)[4])];
            agreement += Math.Sqrt(Square(flock.Average(mate => world.Heading(mate).X)) + Square(flock.Average(mate => world.Heading(mate).Y))) / world.Count;
            if (others.Length > 0)
            {
                nearest += others.Min(other => Math.Sqrt(world.SquaredDistance(agent, other)));
                mates += (flock.Length - 1.0) / others.Length;
                company++;
            }
        }

        return new(agreement, nearest / company, mates / company);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"headings agree by {Agreement:F2}, the nearest is {Nearest:F2} away, {100 * Mates:F0} % of those in sight are mates");

    private static double Square(double value) => value * value;
}
