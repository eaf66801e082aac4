using SpanAttention;
using SpanAttention.Primitives;

/// <summary>
/// All entities of a frame, as attention has them. An entity is told by its traits, and where it is by rotation: queries, keys and values are rotated by the entity's place, as a language model's are by a token's position,
/// and contexts are rotated back. So an agent knows where others are from where it is, and nothing else of places; the field has no edge for it, as a round of it is a whole number of turns.
/// </summary>
internal sealed class Entities(int count)
{
    /// <summary>One; velocity x, y; heading x, y; side; strength.</summary>
    public const int Traits = 7;

    private const int Heads = SquadAttention.Heads;
    private const int HeadDim = SquadAttention.HeadDim;
    private const int Pairs = HeadDim / 2;

    private readonly float[] traits = new float[count * Traits];
    private readonly float[] cosines = new float[count * Pairs];
    private readonly float[] sines = new float[count * Pairs];
    private readonly float[] sinesBack = new float[count * Pairs];
    private readonly int[] rows = [.. Enumerable.Range(0, count)];

    /// <summary>[entities, traits].</summary>
    public ReadOnlySpan<float> All => traits;

    /// <summary>Looks at the world anew.</summary>
    public void Read(World world)
    {
        for (int index = 0; index < count; index++)
        {
            ReadTraits(world, index, traits.AsSpan(index * Traits, Traits));
            ReadPlace(world.Entity(index), index * Pairs);
        }
    }

    /// <summary>Rotates what entities have, [entities, heads, head dim], by their places.</summary>
    public void Rotate(Span<float> values) => RotaryEmbedding.Apply(values, cosines, sines, rows, RotaryLayout.Interleaved, Heads, HeadDim, HeadDim, values);

    /// <summary>Rotates back.</summary>
    public void RotateBack(Span<float> values) => RotaryEmbedding.Apply(values, cosines, sinesBack, rows, RotaryLayout.Interleaved, Heads, HeadDim, HeadDim, values);

    private static void ReadTraits(World world, int index, Span<float> destination)
    {
        ReadOnlySpan<float> entity = world.Entity(index);
        destination[0] = 1;
        entity[2..4].CopyTo(destination[1..]);
        (destination[3], destination[4]) = world.Heading(index);
        entity[4..6].CopyTo(destination[5..]);
    }

    /// <summary>Pairs turn by x, y, 2 x and 2 y.</summary>
    private void ReadPlace(ReadOnlySpan<float> entity, int place)
    {
        for (int pair = 0; pair < Pairs; pair++)
        {
            (sines[place + pair], cosines[place + pair]) = SineCosine.Of(entity[pair % 2] * World.AngleOfOne * (1 + (pair / 2)));
            sinesBack[place + pair] = -sines[place + pair];
        }
    }
}
