using System.Globalization;

namespace Compress;

/// <summary>Shows on the terminal how many tokens are done.</summary>
internal sealed class Progress
{
    private const int Step = 10_000;
    private int done;

    public void Add(int tokens)
    {
        int now = Interlocked.Add(ref done, tokens);
        if (now / Step != (now - tokens) / Step)
        {
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"{now / Step * Step:#,0} tokens\r"));
        }
    }
}
