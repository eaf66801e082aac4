using SpanAttention;

/// <summary>The agents, their minds and the field.</summary>
internal sealed class Squad
{
    private readonly Mind mind;
    private readonly OutputHash hash = new();
    private readonly float[] actions;

    /// <param name="agents">How many there are.</param>
    /// <param name="looks">Keeps what each looks at, where somebody wants to see it.</param>
    public Squad(int agents, Looks? looks = null)
    {
        World = new(agents);
        mind = new(Policy.Load(Path.Combine(AppContext.BaseDirectory, "policy.txt")), agents, looks);
        actions = new float[agents * Policy.Actions];
    }

    public World World { get; }

    /// <summary>A frame: see, attend, act. What every agent decides goes into the hash.</summary>
    public void Advance() => Act(mind.Think(World));

    /// <summary>A frame in which somebody decides for one of the agents.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="x">Its acceleration to the right.</param>
    /// <param name="y">Its acceleration downward.</param>
    public void Advance(int agent, float x, float y)
    {
        mind.Think(World).CopyTo(actions);
        actions[agent * Policy.Actions] = x;
        actions[(agent * Policy.Actions) + 1] = y;
        Act(actions);
    }

    public void PrintHash() => Console.WriteLine($"hash            {hash.Value:x16} ({AttentionNumerics.Arithmetic})");

    private void Act(ReadOnlySpan<float> decided)
    {
        hash.Add(decided);
        World.Move(decided);
    }
}
