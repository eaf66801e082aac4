using System.Globalization;

/// <summary>A thousand frames without a window: what they took, what was allocated, and a hash of all that was decided.</summary>
internal static class Measurement
{
    public const int WarmUpFrames = 100;
    private const int AgentCount = 200;
    private const int Frames = 1000;

    public static void Run()
    {
        Squad squad = new(AgentCount);
        FrameLog log = new(Frames);
        for (int frame = 0; frame < WarmUpFrames; frame++)
        {
            squad.Advance();
        }

        log.Start();
        for (int frame = 0; frame < Frames; frame++)
        {
            long start = FrameLog.Now;
            squad.Advance();
            log.Add(start);
        }

        log.Stop();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{AgentCount} agents, each over up to {SquadAttention.KeyLength} entities with {SquadAttention.Heads} heads, {Frames} frames"));
        log.Print();
        Console.WriteLine($"flock           {FlockOrder.Of(squad.World)}");
        squad.PrintHash();
    }
}
