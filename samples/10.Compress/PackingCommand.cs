using System.CommandLine;
using GptModel;

namespace Compress;

/// <summary>A command that packs or unpacks: what all of them can be told, and how errors are shown.</summary>
internal abstract class PackingCommand : Command
{
    private readonly Option<string?> weights = new("--weights") { Description = "A safetensors file of the small model, or of GPT-2 small." };
    private readonly Option<int> batch = new("--batch") { Description = "Segments that go through the model together.", DefaultValueFactory = static _ => new PackingOptions().Batch };
    private readonly Option<int> threads = new("--threads") { Description = "Threads.", DefaultValueFactory = static _ => new PackingOptions().Threads };
    private readonly Option<int> chunk = new("--chunk") { Description = "Tokens of a segment that are packed at a time.", DefaultValueFactory = static _ => new PackingOptions().Chunk };

    protected PackingCommand(string name, string description)
        : base(name, description)
    {
        Add(weights);
        Add(batch);
        Add(threads);
        Add(chunk);
        SetAction(Run);
    }

    /// <summary>What the command does.</summary>
    protected abstract void Run(ParseResult arguments, TextPacker packer);

    /// <summary>A path where nothing is yet: asked for before the work, not after it.</summary>
    /// <exception cref="IOException">A file is there.</exception>
    protected static string New(string path) => File.Exists(path) ? throw new IOException($"{path} is there already, and is not written over.") : path;

    /// <summary>Writes a file that is not there yet.</summary>
    /// <exception cref="IOException">It is, or it cannot be written.</exception>
    protected static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
    }

    private int Run(ParseResult arguments)
    {
        try
        {
            PackingOptions options = new()
            {
                Batch = arguments.GetValue(batch), Threads = arguments.GetValue(threads), Chunk = arguments.GetValue(chunk), Progress = Console.IsErrorRedirected ? null : new Progress().Add,
            };
            using GptWeights given = GptWeights.Open(arguments.GetValue(weights));
            Gpt model = Gpt.Create(given);
            Console.WriteLine($"model    {model.Shape}; weights {given.Source}");
            Run(arguments, new TextPacker(model, GptTokenizer.For(model.Shape), given.Hash(), options));
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
