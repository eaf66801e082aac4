using System.Globalization;

namespace SpanAttention.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public const string Usage =
        """
        dotnet run -c Release --project tests/SpanAttention.Benchmarks -- [options]

          --quick            ends within two minutes
          --only W3,W13      these workloads only, by label
          --workloads FILE   more workloads, from a JSON file
          --json FILE        writes the results as JSON too
          --cpu K            runs on processor K
          --threads N        N threads for each contender that can use them (default: 1)
          --against FOLDER   another build, beside this one: a folder that holds SpanAttention.dll and
                             SpanAttention.Generators.dll, or a checkout whose benchmark was built for Release
          --tokens [COUNTS]  a layer by its number of tokens, beside four packed products of its size;
                             all, or counts such as 8,9,64 (default: 30 of 1 to 256)
          --width W          floats of a token of that layer, a multiple of 64 (default: 384)
          --heads H          its heads (default: 12)
          --model            W18, a whole model of the shape of GPT-2 small
          --gradients        Forward and Backward of attention, layers and feed-forward that learn
          --dotnet           the published table, by BenchmarkDotNet
          --help             this
        """;

    public bool Quick { get; private set; }

    public IReadOnlyList<string> Only { get; private set; } = [];

    public string? WorkloadFile { get; private set; }

    public string? JsonFile { get; private set; }

    public int? Processor { get; private set; }

    public int Threads { get; private set; } = 1;

    public string? OtherBuild { get; private set; }

    /// <summary>Numbers of tokens that a layer is timed with, where that is asked for.</summary>
    public IReadOnlyList<int>? TokenCounts { get; private set; }

    public int? Width { get; private set; }

    public int? Heads { get; private set; }

    /// <summary>Whether a whole model is timed.</summary>
    public bool Model { get; private set; }

    /// <summary>Whether learning is timed.</summary>
    public bool Gradients { get; private set; }

    public bool PublishedTable { get; private set; }

    public bool Help { get; private set; }

    public static Options Parse(string[] arguments)
    {
        Options options = new();
        Queue<string> queue = new(arguments);
        while (queue.TryDequeue(out string? option))
        {
            options.Read(option, queue);
        }

        return Contradiction(options) is string contradiction ? throw new UsageException(contradiction) : options;
    }

    private static string? Contradiction(Options options) => options switch
    {
        { Processor: not null, Threads: > 1 } => "--cpu is one processor; with --threads, choose processors by taskset",
        { OtherBuild: not null, Threads: > 1 } or { OtherBuild: not null, PublishedTable: true } => "--against is one thread's, and goes without --threads and --dotnet",
        { TokenCounts: not null, Threads: > 1 } or { TokenCounts: not null, PublishedTable: true } => "--tokens is one thread's, and goes without --threads and --dotnet",
        { TokenCounts: not null, Only.Count: > 0 } or { TokenCounts: not null, WorkloadFile: not null } => "--tokens is a workload of its own, and goes without --only and --workloads",
        { Model: true, Only.Count: > 0 } or { Model: true, WorkloadFile: not null } or { Model: true, OtherBuild: not null } or { Model: true, TokenCounts: not null } or { Model: true, PublishedTable: true } =>
            "--model is a workload of its own, and goes with --quick, --json, --cpu and --threads",
        { Gradients: true, Only.Count: > 0 } or { Gradients: true, WorkloadFile: not null } or { Gradients: true, OtherBuild: not null } or { Gradients: true, TokenCounts: not null } or { Gradients: true, PublishedTable: true }
            or { Gradients: true, Model: true } or { Gradients: true, Threads: > 1 } =>
            "--gradients are workloads of their own on one thread, and go with --quick, --json and --cpu",
        { TokenCounts: null, Width: not null } or { TokenCounts: null, Heads: not null } => "--width and --heads are those of the layer of --tokens",
        _ => null,
    };

    private void Read(string option, Queue<string> values)
    {
        switch (option)
        {
            case "--quick":
                Quick = true;
                break;
            case "--only":
                Only = Value(option, values).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                break;
            case "--workloads":
                WorkloadFile = Value(option, values);
                break;
            case "--json":
                JsonFile = Value(option, values);
                break;
            case "--cpu":
                Processor = Number(option, values, minimum: 0);
                break;
            case "--threads":
                Threads = Number(option, values, minimum: 1);
                break;
            case "--against":
                OtherBuild = Value(option, values);
                break;
            case "--tokens":
                TokenCounts = HasValue(values) ? Tokens.TokenCounts.Parse(Value(option, values)) : Tokens.TokenCounts.Chosen;
                break;
            case "--width":
                Width = Number(option, values, minimum: 64);
                break;
            case "--heads":
                Heads = Number(option, values, minimum: 1);
                break;
            case "--model":
                Model = true;
                break;
            case "--gradients":
                Gradients = true;
                break;
            case "--dotnet":
                PublishedTable = true;
                break;
            case "--help":
                Help = true;
                break;
            default:
                throw new UsageException($"unknown option {option}");
        }
    }

    private static bool HasValue(Queue<string> values) => values.TryPeek(out string? next) && !next.StartsWith("--", StringComparison.Ordinal);

    private static string Value(string option, Queue<string> values) =>
        values.TryDequeue(out string? value) ? value : throw new UsageException($"{option} needs a value");

    private static int Number(string option, Queue<string> values, int minimum)
    {
        string value = Value(option, values);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new UsageException($"{option} needs a number of at least {minimum}, not {value}");
    }
}
