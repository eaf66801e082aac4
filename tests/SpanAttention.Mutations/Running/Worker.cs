using System.Globalization;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations.Running;

/// <summary>Runs mutants that the parent process has compiled. What they do to memory ends with this process.</summary>
internal sealed class Worker
{
    private readonly Dictionary<string, Baseline> baselines = [];

    /// <summary>Answers each request by two lines: the processor time of the code without a mistake in milliseconds, and the verdict.</summary>
    public void Serve(TextReader requests, TextWriter answers)
    {
        while (requests.ReadLine() is { } line)
        {
            Request request = Request.Parse(line);
            Baseline baseline = BaselineOf(request);
            answers.WriteLine(baseline.Time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
            answers.WriteLine((baseline.Difference is { } difference ? new Verdict(Outcome.Broken, difference) : Run(request, baseline)).Line);
        }
    }

    private static Verdict Run(Request request, Baseline baseline)
    {
        IReadOnlyList<Trial> trials = AllSubjects.List[request.Subject].Trials(Image.Load(request.Mutant));
        for (int trial = 0; trial < trials.Count; trial++)
        {
            DirtyStack.Spread();
            if (trials[trial].FirstDifference() is { } difference)
            {
                return new Verdict(baseline.Holds(trial) ? Outcome.Killed : Outcome.Spoiled, difference);
            }
        }

        return new Verdict(Outcome.Survived, "");
    }

    private Baseline BaselineOf(Request request)
    {
        if (!baselines.TryGetValue(request.Original, out Baseline? baseline))
        {
            baseline = new Baseline(request.Subject, request.Original);
            baselines.Add(request.Original, baseline);
        }

        return baseline;
    }
}
