/// <summary>The world of samples/07.Squad, frame by frame, with what its agents look at.</summary>
internal sealed class SquadRun
{
    /// <summary>Agents of the sample.</summary>
    public const int Agents = 200;

    /// <summary>Frames that are computed on both sides: the eleven hundred of the sample, three times.</summary>
    public const int Frames = 3300;

    /// <summary>Frames between two hashes that are compared.</summary>
    public const int HashedFrames = 50;

    private readonly Mind mind;
    private World world;
    private OutputHash hash = new();

    /// <param name="agents">How many there are.</param>
    public SquadRun(int agents)
    {
        world = new(agents);
        Looks = new(agents);
        using StreamReader reader = new(typeof(SquadRun).Assembly.GetManifestResourceStream("policy.txt")!);
        mind = new(Policy.Load(reader), agents, Looks);
    }

    public Looks Looks { get; }

    public World World => world;

    /// <summary>Frames since the beginning.</summary>
    public int Frame { get; private set; }

    /// <summary>A hash of all that was decided since the beginning.</summary>
    public ulong Hash => hash.Value;

    /// <summary>A frame: see, attend, act.</summary>
    public void Advance()
    {
        ReadOnlySpan<float> actions = mind.Think(world);
        hash.Add(actions);
        world.Move(actions);
        Frame++;
    }

    /// <summary>Begins again.</summary>
    public void Restart()
    {
        world = new(world.Count);
        hash = new();
        Frame = 0;
    }
}
