namespace SpanAttention.Benchmarks;

/// <summary>What happens meanwhile, apart from the table.</summary>
internal static class Progress
{
    public static void Write(string line) => Console.Error.WriteLine(line);
}
