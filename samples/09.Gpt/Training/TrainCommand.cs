using System.CommandLine;
using GptModel;
using Training;

namespace GptTraining;

/// <summary><c>train PATH</c>: trains the small model on a file, or on the texts of a folder.</summary>
internal sealed class TrainCommand : Command
{
    private readonly Argument<string?> path = new("path") { Description = "A text, or a folder of texts; this repository's sources and pages where none is named.", DefaultValueFactory = static _ => null };
    private readonly Option<string> folder = new("--output") { Description = "The folder of checkpoint, weights and picture.", DefaultValueFactory = static _ => "gpt" };
    private readonly Option<bool> resume = new("--resume") { Description = "Go on from the checkpoint, with the bits of a training that was never interrupted." };
    private readonly Option<int> steps = new("--steps") { Description = "Steps, of 16 windows of 256 bytes each.", DefaultValueFactory = static _ => new TrainingOptions { Folder = "" }.Steps };
    private readonly Option<float> rate = new("--rate") { Description = "The largest learning rate.", DefaultValueFactory = static _ => new TrainingOptions { Folder = "" }.Rate };
    private readonly Option<ulong> seed = new("--seed") { Description = "Decides about first weights and the order of windows.", DefaultValueFactory = static _ => 1 };
    private readonly Option<int> threads = new("--threads") { Description = "Threads; none of them changes a bit.", DefaultValueFactory = static _ => Environment.ProcessorCount };
    private readonly Option<int> every = new("--every") { Description = "Steps from one look at what is held out to the next.", DefaultValueFactory = static _ => new TrainingOptions { Folder = "" }.Every };
    private readonly Option<int> patience = new("--patience") { Description = "Looks without a better loss, after which it stops early.", DefaultValueFactory = static _ => new TrainingOptions { Folder = "" }.Patience };

    public TrainCommand()
        : base("train", "Trains the small model, and keeps the weights that were best at what is held out.")
    {
        Add(path);
        Option[] options = [folder, resume, steps, rate, seed, threads, every, patience];
        foreach (Option option in options)
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        try
        {
            TrainingOptions options = new()
            {
                Folder = arguments.GetValue(folder)!,
                Resumes = arguments.GetValue(resume),
                Steps = arguments.GetValue(steps),
                Rate = arguments.GetValue(rate),
                Seed = arguments.GetValue(seed),
                Threads = arguments.GetValue(threads),
                Every = arguments.GetValue(every),
                Patience = arguments.GetValue(patience),
            };
            using Interruption interruption = new();
            using TextOutput output = new(Console.OpenStandardOutput());
            Corpus corpus = Corpus.Read(arguments.GetValue(path), GptShape.Bytes);
            new GptTrainer<ByteBlock, ByteBlock.Tape, ByteHead, ByteHead.Tape>(GptShape.Bytes, corpus, options, output).Run(() => interruption.IsAsked);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
