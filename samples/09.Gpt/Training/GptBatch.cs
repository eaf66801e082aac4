namespace GptTraining;

/// <summary>What a step learns from.</summary>
/// <param name="Shards">Shards, which threads share.</param>
/// <param name="WindowsAShard">Windows of a shard.</param>
/// <param name="Seed">Decides which windows come when.</param>
internal sealed record GptBatch(int Shards, int WindowsAShard, ulong Seed)
{
    /// <summary>Windows of a step.</summary>
    public int Windows => Shards * WindowsAShard;
}
