using System.Globalization;

namespace SpanAttention.Mutations;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public const string Usage = """
        Mutates emitted code and reports what the comparison with the reference notices.

        --count N       mutants, drawn from all of them (default 600)
        --seed N        of the draw (default 1)
        --all           every mutant; takes days
        --filter TEXT   mutants whose regime, operator, file, step or change has the text
        --report FILE   also writes the tables there, as Markdown
        --results FILE  writes every result there; mutants whose results it already has are not run again
        --retry         but those that survived are
        --sources FOLDER  writes what is mutated of each subject there, a folder a subject
        --survivors     only those that survived by the results, are not listed as equivalent, and are tried again
        --baselines     tries the code without a mistake, which every trial must pass, and runs no mutant
        --list          lists the mutants and runs none
        """;

    private const int DefaultCount = 600;
    private const int DefaultSeed = 1;

    public int Count { get; private init; } = DefaultCount;

    public int Seed { get; private init; } = DefaultSeed;

    public string? Filter { get; private init; }

    public string? Report { get; private init; }

    public string? Results { get; private init; }

    public string? Sources { get; private init; }

    public bool Retry { get; private init; }

    public bool OnlySurvivors { get; private init; }

    public bool OnlyTriesBaselines { get; private init; }

    public bool OnlyLists { get; private init; }

    public bool Help { get; private init; }

    public static Options Parse(string[] arguments)
    {
        Options options = new();
        Queue<string> rest = new(arguments);
        while (rest.TryDequeue(out string? argument))
        {
            options = argument switch
            {
                "--count" => options with { Count = Number(argument, rest) },
                "--seed" => options with { Seed = Number(argument, rest) },
                "--all" => options with { Count = int.MaxValue },
                "--filter" => options with { Filter = Text(argument, rest) },
                "--report" => options with { Report = Text(argument, rest) },
                "--results" => options with { Results = Text(argument, rest) },
                "--sources" => options with { Sources = Text(argument, rest) },
                "--retry" => options with { Retry = true },
                "--survivors" => options with { OnlySurvivors = true, Retry = true },
                "--baselines" => options with { OnlyTriesBaselines = true },
                "--list" => options with { OnlyLists = true },
                "--help" => options with { Help = true },
                _ => throw new UsageException($"{argument} is no option"),
            };
        }

        return options;
    }

    private static string Text(string option, Queue<string> rest) => rest.TryDequeue(out string? text) ? text : throw new UsageException($"{option} needs a value");

    private static int Number(string option, Queue<string> rest)
    {
        string text = Text(option, rest);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new UsageException($"{option} needs a number, not {text}");
    }
}
