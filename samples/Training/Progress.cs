using System.Diagnostics;
using System.Globalization;

namespace Training;

/// <summary>How far a training is: loss, speed and time left, a line every so many steps.</summary>
/// <param name="steps">All steps.</param>
/// <param name="stepsDone">Those that were done before, where training is resumed.</param>
public sealed class Progress(int steps, int stepsDone = 0)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private double loss;
    private long tokens;
    private long allTokens;
    private int allSteps;
    private int count;
    private long lineStart = Stopwatch.GetTimestamp();

    /// <summary>Seconds since it began.</summary>
    public double Seconds => Stopwatch.GetElapsedTime(start).TotalSeconds;

    /// <summary>Tokens a second since it began.</summary>
    public double TokensPerSecond => allTokens / Seconds;

    /// <summary>Adds a step.</summary>
    /// <param name="stepLoss">Its loss, in nats.</param>
    /// <param name="stepTokens">Its tokens.</param>
    public void Add(double stepLoss, int stepTokens)
    {
        loss += stepLoss;
        tokens += stepTokens;
        allTokens += stepTokens;
        count++;
        allSteps++;
    }

    /// <summary>The mean loss since the last call, and a line of it, such as <c>step 1,200 of 6,000  loss 1.832  5,310 tokens a second  12:30 left</c>.</summary>
    public (double Loss, string Line) Next()
    {
        double mean = loss / Math.Max(1, count);
        double speed = tokens / Stopwatch.GetElapsedTime(lineStart).TotalSeconds;
        int done = stepsDone + allSteps;
        TimeSpan left = TimeSpan.FromSeconds(Seconds / Math.Max(1, allSteps) * (steps - done));
        (loss, tokens, count, lineStart) = (0, 0, 0, Stopwatch.GetTimestamp());
        return (mean, string.Create(CultureInfo.InvariantCulture, $"step {done:#,0} of {steps:#,0}  loss {mean:F3}  {speed:#,0} tokens a second  {(int)left.TotalMinutes}:{left.Seconds:00} left"));
    }
}
