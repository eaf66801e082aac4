using System.Globalization;
using GptModel;

namespace GptTraining;

/// <summary>How a GPT is trained.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Steps, at most. Default: 2000.</summary>
    public int Steps { get; init => field = AtLeastOne(value, nameof(Steps)); } = 2000;

    /// <summary>The largest learning rate. Default: 0.002.</summary>
    public float Rate { get; init; } = 2e-3f;

    /// <summary>Decides about first weights, and which windows come when. Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads; none of them changes a bit. Default: as many as there are processors.</summary>
    public int Threads { get; init => field = AtLeastOne(value, nameof(Threads)); } = Environment.ProcessorCount;

    /// <summary>Steps from one look at what is held out to the next. Default: 100.</summary>
    public int Every { get; init => field = AtLeastOne(value, nameof(Every)); } = 100;

    /// <summary>Looks without a better loss, after which it stops early. Default: 5.</summary>
    public int Patience { get; init => field = AtLeastOne(value, nameof(Patience)); } = 5;

    /// <summary>Whether it goes on from a checkpoint. Default: false.</summary>
    public bool Resumes { get; init; }

    /// <summary>The folder of checkpoint, weights and picture.</summary>
    public required string Folder { get; init; }

    /// <summary>Windows of a step: two in a shard, whose tape is then little more than a cache holds.</summary>
    public GptBatch Batch => new(Shards: 8, WindowsAShard: 2, Seed);

    /// <summary>All that decides about the bits of the weights, in words.</summary>
    public string Words(GptShape shape, Corpus corpus) => string.Create(
        CultureInfo.InvariantCulture, $"{shape}, {corpus.Description} (hash {corpus.Hash():x16}), {Steps} steps of {Batch.Shards} × {Batch.WindowsAShard} windows at {Rate}, seed {Seed}");

    private static int AtLeastOne(int value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be at least 1."));
}
