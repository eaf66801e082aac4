using System.Collections.Concurrent;
using SpanAttention.Mutations.Mutants;

namespace SpanAttention.Mutations.Running;

/// <summary>Compiles mutants and runs them in worker processes, a few at a time, in one arithmetic.</summary>
internal sealed class MutantRun(IReadOnlyList<EmittedSubject> subjects, bool isSeparate, int workers, Action<MutantResult> report)
{
    private readonly ConcurrentBag<MutantResult> results = [];

    /// <summary>Results in the order of the mutants.</summary>
    public IReadOnlyList<MutantResult> Run(IReadOnlyList<Mutant> mutants)
    {
        // Those of a subject and a width go to one worker, which tries the code without a mistake once.
        ConcurrentQueue<IGrouping<(int, int?), Mutant>> queue = new(mutants.GroupBy(static mutant => (mutant.Subject, mutant.Width)).OrderBy(static group => group.Key));
        Task[] tasks = [.. Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(() => Work(queue), TaskCreationOptions.LongRunning))];
        Task.WaitAll(tasks);
        return [.. results.OrderBy(static result => (result.Mutant.Subject, result.Mutant.Number))];
    }

    private void Work(ConcurrentQueue<IGrouping<(int, int?), Mutant>> queue)
    {
        using WorkerProcess process = new(isSeparate);
        using ImageFolder images = new();
        while (queue.TryDequeue(out IGrouping<(int, int?), Mutant>? group))
        {
            foreach (Mutant mutant in group)
            {
                Setting setting = Setting.For(mutant.Width, isSeparate);
                MutantResult result = new(mutant, Run(process, images, mutant, setting), setting);
                results.Add(result);
                report(result);
            }
        }
    }

    private Verdict Run(WorkerProcess process, ImageFolder images, Mutant mutant, Setting setting)
    {
        EmittedSubject subject = subjects[mutant.Subject];
        string original = images.Original(mutant.Subject, setting.Width, () => subject.Image(setting));
        byte[] image;
        try
        {
            image = subject.Image(setting, mutant);
        }
        catch (InvalidOperationException exception)
        {
            return new Verdict(Outcome.Refused, exception.Message);
        }

        return process.Run(new Request(mutant.Subject, original, images.Mutant(image)));
    }
}
