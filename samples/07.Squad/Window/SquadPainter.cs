/// <summary>Draws the field: every agent, faint lines to what each looks at, and bright ones to what the led agent does.</summary>
/// <param name="renderer">SDL's.</param>
/// <param name="size">Pixels of a side of the window.</param>
internal readonly struct SquadPainter(nint renderer, int size)
{
    private const float Radius = 3;

    public void Draw(World world, Looks looks, int led)
    {
        Sdl.SetDrawColor(renderer, 16, 21, 29, 255);
        Sdl.Clear(renderer);
        for (int agent = 0; agent < world.Count; agent++)
        {
            DrawLooks(world, looks, agent, bright: agent == led);
        }

        for (int agent = 0; agent < world.Count; agent++)
        {
            DrawAgent(world.Entity(agent), agent == led ? 2 * Radius : Radius);
        }

        Sdl.Present(renderer);
    }

    /// <summary>A line to each entity that is seen, the denser the more it is looked at; across an edge of the field it ends outside.</summary>
    private void DrawLooks(World world, Looks looks, int agent, bool bright)
    {
        ReadOnlySpan<int> entities = looks.Entities(agent);
        ReadOnlySpan<float> weights = looks.Weights(agent);
        Span<float> from = world.Entity(agent);
        for (int key = 0; key < entities.Length; key++)
        {
            float share = MathF.Sqrt(weights[key]);
            byte alpha = (byte)(share * (bright ? 255 : 90));
            Sdl.SetDrawColor(renderer, bright ? (byte)255 : (byte)141, bright ? (byte)214 : (byte)184, bright ? (byte)102 : (byte)255, alpha);
            (float x, float y) = world.Way(agent, entities[key]);
            Sdl.DrawLine(renderer, Pixel(from[0]), Pixel(from[1]), Pixel(from[0] + x), Pixel(from[1] + y));
        }
    }

    private void DrawAgent(ReadOnlySpan<float> entity, float radius)
    {
        bool first = entity[4] > 0;
        Sdl.SetDrawColor(renderer, first ? (byte)127 : (byte)255, first ? (byte)209 : (byte)154, first ? (byte)255 : (byte)122, 255);
        Sdl.FillRectangle(renderer, new(Pixel(entity[0]) - radius, Pixel(entity[1]) - radius, 2 * radius, 2 * radius));
    }

    private float Pixel(float position) => (position / World.Size + 0.5f) * size;
}
