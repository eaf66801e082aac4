namespace SpanAttention.Benchmarks;

/// <summary>The command line, or the file that it names, asks for something that does not exist.</summary>
internal sealed class UsageException(string message) : Exception(message);
