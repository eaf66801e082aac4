namespace SpanAttention.Benchmarks;

/// <summary>Compares SpanAttention with what users would otherwise pick.</summary>
internal static class Program
{
    private const int UsageError = 2;

    private static int Main(string[] arguments)
    {
        try
        {
            Options options = Options.Parse(arguments);
            if (options.Help)
            {
                Console.WriteLine(Options.Usage);
                return 0;
            }

            Benchmark.Run(options);
            return 0;
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
