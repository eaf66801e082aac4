using System.Collections.Concurrent;
using SpanAttention.Mutations.Mutants;

namespace SpanAttention.Mutations.Running;

/// <summary>Runs mutants in worker processes, a few at a time, in one arithmetic.</summary>
internal sealed class MutantRun(bool isSeparate, int workers, Action<MutantResult> report)
{
    private readonly ConcurrentBag<MutantResult> results = [];

    /// <summary>Results in the order of the mutants.</summary>
    public IReadOnlyList<MutantResult> Run(IReadOnlyList<Mutant> mutants)
    {
        // By subject, whose code without a mistake a worker compiles once.
        ConcurrentQueue<Mutant> queue = new(mutants.OrderBy(static mutant => (mutant.Subject, mutant.Width, mutant.Number)));
        Task[] tasks = [.. Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(() => Work(queue), TaskCreationOptions.LongRunning))];
        Task.WaitAll(tasks);
        return [.. results.OrderBy(static result => (result.Mutant.Subject, result.Mutant.Number))];
    }

    private void Work(ConcurrentQueue<Mutant> queue)
    {
        using WorkerProcess process = new(isSeparate);
        while (queue.TryDequeue(out Mutant? mutant))
        {
            MutantResult result = Run(process, mutant);
            results.Add(result);
            report(result);
        }
    }

    private MutantResult Run(WorkerProcess process, Mutant mutant)
    {
        Setting setting = Setting.For(mutant.Width, isSeparate);
        return new MutantResult(mutant, process.Run(new Request(mutant.Subject, mutant.Number, setting.Width)), setting);
    }
}
