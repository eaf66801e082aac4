/// <summary>Agents on a square field that wraps around at its edges.</summary>
internal sealed class World
{
    /// <summary>Position x, y; velocity x, y; side; strength.</summary>
    public const int Features = 6;

    /// <summary>The angle that a distance of one is where a round of the field is a whole turn.</summary>
    public const double AngleOfOne = 2 * Math.PI / Size;

    /// <summary>A side of the field.</summary>
    public const float Size = 20;

    private const float StepTime = 1 / 60f;
    private const float MostSpeed = 2;

    private readonly float[] entities;

    /// <summary>A field with agents at places and of velocities drawn at random.</summary>
    public World(int count, uint seed = 1)
    {
        Count = count;
        entities = new float[count * Features];
        uint state = seed;
        for (int i = 0; i < entities.Length; i++)
        {
            // Numerical Recipes' generator: the same field on every machine
            state = (state * 1664525) + 1013904223;
            entities[i] = (state >> 8) / (float)(1 << 24) * 2 - 1;
        }

        for (int agent = 0; agent < count; agent++)
        {
            Entity(agent)[0] *= Size / 2;
            Entity(agent)[1] *= Size / 2;
            Entity(agent)[4] = agent % 2 == 0 ? 1 : -1;
        }
    }

    public int Count { get; }

    /// <summary>All features of all entities.</summary>
    public ReadOnlySpan<float> Entities => entities;

    public Span<float> Entity(int index) => entities.AsSpan(index * Features, Features);

    /// <summary>The way from an entity to another, the short way around.</summary>
    public (float X, float Y) Way(int from, int to) => (Wrap(Entity(to)[0] - Entity(from)[0]), Wrap(Entity(to)[1] - Entity(from)[1]));

    /// <summary>The square of the distance between two entities, the short way around.</summary>
    public float SquaredDistance(int a, int b)
    {
        float x = MathF.Abs(entities[a * Features] - entities[b * Features]);
        float y = MathF.Abs(entities[(a * Features) + 1] - entities[(b * Features) + 1]);
        x = MathF.Min(x, Size - x);
        y = MathF.Min(y, Size - y);
        return (x * x) + (y * y);
    }

    /// <summary>The unit vector of an entity's velocity; zeros for one at rest.</summary>
    public (float X, float Y) Heading(int index)
    {
        Span<float> entity = Entity(index);
        float speed = MathF.Sqrt((entity[2] * entity[2]) + (entity[3] * entity[3]));
        return speed > 0 ? (entity[2] / speed, entity[3] / speed) : (0, 0);
    }

    /// <summary>Every agent accelerates as it decided.</summary>
    /// <param name="actions">[agents, 2]: acceleration x, y.</param>
    public void Move(ReadOnlySpan<float> actions)
    {
        for (int agent = 0; agent < Count; agent++)
        {
            Span<float> entity = Entity(agent);
            for (int axis = 0; axis < 2; axis++)
            {
                entity[2 + axis] = Math.Clamp(entity[2 + axis] + (actions[(agent * 2) + axis] * StepTime), -MostSpeed, MostSpeed);
                entity[axis] = Wrap(entity[axis] + (entity[2 + axis] * StepTime));
            }
        }
    }

    private static float Wrap(float distance) => distance > Size / 2 ? distance - Size : distance < -Size / 2 ? distance + Size : distance;
}
