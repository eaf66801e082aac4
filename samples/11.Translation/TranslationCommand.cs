using System.CommandLine;
using Training;

namespace Translation;

/// <summary>Trains three models that translate, or reads them, and shows how many words they get right by the length of the sentence, and where they look.</summary>
internal sealed class TranslationCommand : RootCommand
{
    private readonly Option<bool> show = new("--show") { Description = "Train nothing: read the weights that come with the sample." };
    private readonly Option<bool> quick = new("--quick") { Description = "Train a tenth of the steps: what begins to show, in less than a minute." };
    private readonly Option<string> folder = new("--output") { Description = "The folder of weights and pictures.", DefaultValueFactory = static _ => "translation" };
    private readonly Option<ulong> seed = new("--seed") { Description = "Decides about first weights and the sentences that are learned from.", DefaultValueFactory = static _ => 1 };
    private readonly Option<int> threads = new("--threads") { Description = "Threads; none of them changes a bit.", DefaultValueFactory = static _ => Environment.ProcessorCount };

    public TranslationCommand()
        : base("A recurrent network without attention, with it, and a transformer translate sentences of 4 to 40 words.")
    {
        Add(show);
        Add(quick);
        Add(folder);
        Add(seed);
        Add(threads);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        try
        {
            Directory.CreateDirectory(arguments.GetValue(folder)!);
            IReadOnlyList<Translator> translators = Translators.Create(arguments.GetValue(seed));
            TrainingRun run = new(arguments.GetValue(folder)!, arguments.GetValue(seed), arguments.GetValue(threads), arguments.GetValue(quick));
            using Interruption interruption = new();
            foreach (Translator translator in translators)
            {
                if (arguments.GetValue(show))
                {
                    translator.Read(AppContext.BaseDirectory);
                }
                else if (!run.Train(translator, () => interruption.IsAsked))
                {
                    return 1;
                }
            }

            Report.Write(translators, arguments.GetValue(folder)!);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
