using System.Globalization;
using SpanAttention;

if (args is ["train", .. string[] rest])
{
    TrainCommand.Run(rest is [string path] ? path : "policy.txt");
    return;
}

const int AgentCount = 200;
const int WarmUpFrames = 100;
const int Frames = 1000;

Console.OutputEncoding = System.Text.Encoding.UTF8;
Policy policy = Policy.Load(Path.Combine(AppContext.BaseDirectory, "policy.txt"));
World world = new(AgentCount);
Mind mind = new(policy, AgentCount);
FrameLog log = new(Frames);
OutputHash hash = new();

for (int frame = 0; frame < WarmUpFrames; frame++)
{
    Advance();
}

log.Start();
for (int frame = 0; frame < Frames; frame++)
{
    long start = FrameLog.Now;
    Advance();
    log.Add(start);
}

log.Stop();

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{AgentCount} agents, each over up to {SquadAttention.KeyLength} entities with {SquadAttention.Heads} heads, {Frames} frames"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"frame time      median {log.Percentile(50):F3} ms, 95 % {log.Percentile(95):F3} ms, 99 % {log.Percentile(99):F3} ms, longest {log.Percentile(100):F3} ms"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"allocated bytes {log.AllocatedBytes}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"collections     {log.Collections}"));
Console.WriteLine($"flock           {FlockOrder.Of(world)}");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hash            {hash.Value:x16} ({AttentionNumerics.Arithmetic})"));

// A frame: see, attend, act. What every agent decides goes into the hash.
void Advance()
{
    ReadOnlySpan<float> actions = mind.Think(world);
    hash.Add(actions);
    world.Move(actions);
}
