using System.Globalization;
using SpanAttention.Mutations.Mutants;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations.Running;

/// <summary>Runs mutants that the parent process asks for by number. What they do to memory ends with this process.</summary>
internal sealed class Worker(bool isSeparate)
{
    private readonly Dictionary<int, EmittedSubject> subjects = [];
    private readonly Dictionary<(int Subject, int Width), Baseline> baselines = [];

    /// <summary>Answers each request by two lines: the processor time of the code without a mistake in milliseconds, and the verdict.</summary>
    public void Serve(TextReader requests, TextWriter answers)
    {
        while (requests.ReadLine() is { } line)
        {
            Request request = Request.Parse(line);
            Baseline baseline = BaselineOf(request);
            answers.WriteLine(baseline.Time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
            EmittedSubject subject = Subject(request.Subject);
            answers.WriteLine(Run(subject, baseline, new Setting(isSeparate, request.Width), subject.Mutants[request.Mutant]).Line);
        }
    }

    private static Verdict Run(EmittedSubject subject, Baseline baseline, Setting setting, Mutant mutant)
    {
        if (baseline.Difference is { } broken)
        {
            return new Verdict(Outcome.Broken, broken);
        }

        IReadOnlyList<Trial> trials;
        try
        {
            trials = subject.Trials(setting, mutant);
        }
        catch (InvalidOperationException exception)
        {
            return new Verdict(Outcome.Refused, exception.Message);
        }

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

    private EmittedSubject Subject(int number)
    {
        if (!subjects.TryGetValue(number, out EmittedSubject? subject))
        {
            subject = new EmittedSubject(number);
            subjects.Add(number, subject);
        }

        return subject;
    }

    private Baseline BaselineOf(Request request)
    {
        if (!baselines.TryGetValue((request.Subject, request.Width), out Baseline? baseline))
        {
            baseline = new Baseline(Subject(request.Subject), new Setting(isSeparate, request.Width));
            baselines.Add((request.Subject, request.Width), baseline);
        }

        return baseline;
    }
}
