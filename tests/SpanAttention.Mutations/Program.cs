using SpanAttention.Mutations.Running;

namespace SpanAttention.Mutations;

/// <summary>The mutation score of the emitter.</summary>
internal static class Program
{
    /// <summary>Given in place of options to a process that runs mutants.</summary>
    public const string WorkerRole = "--worker";

    private const int UsageError = 2;

    private static int Main(string[] arguments)
    {
        if (arguments is [WorkerRole])
        {
            new Worker().Serve(Console.In, Console.Out);
            return 0;
        }

        try
        {
            Options options = Options.Parse(arguments);
            if (options.Help)
            {
                Console.WriteLine(Options.Usage);
                return 0;
            }

            return (options.OnlyTriesBaselines ? BaselineCheck.Run(options.Filter) : new MutationScore(options).Run()) ? 0 : 1;
        }
        catch (UsageException exception)
        {
            Console.Error.WriteLine($"error: {exception.Message}");
            Console.Error.WriteLine();
            Console.Error.WriteLine(Options.Usage);
            return UsageError;
        }
    }
}
