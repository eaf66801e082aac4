using SpanAttention.Mutations.Mutants;
using SpanAttention.Mutations.Operators;
using SpanAttention.Mutations.Reporting;
using SpanAttention.Mutations.Running;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations;

/// <summary>Draws mutants, runs them, and says what became of them.</summary>
internal sealed class MutationScore(Options options)
{
    private const int Workers = 2;

    private readonly IReadOnlyList<EmittedSubject> subjects = [.. Enumerable.Range(0, AllSubjects.List.Count).Select(static number => new EmittedSubject(number))];
    private readonly EquivalentList equivalents = EquivalentList.Read();
    private readonly ResultsFile results = new(options.Results);
    private int reported;

    /// <summary>Whether every mutant is killed or known to make no difference, and the list of the latter fits.</summary>
    public bool Run()
    {
        IReadOnlyList<Mutant> all = [.. subjects.SelectMany(static subject => subject.Mutants)];
        if (options.Sources is { } folder)
        {
            for (int number = 0; number < subjects.Count; number++)
            {
                subjects[number].WriteSources(Path.Combine(folder, AllSubjects.List[number].Regime));
            }
        }

        IReadOnlyList<Mutant> drawn = options.OnlySurvivors
            ? [.. all.Where(mutant => Asked(mutant) && results.Survived(mutant) && equivalents.Of(mutant) is null)]
            : new MutantSample(options.Seed).Draw(all.Where(Asked), options.Count);
        Console.WriteLine($"{drawn.Count} of {all.Count} mutants, seed {options.Seed}");
        if (options.OnlyLists)
        {
            drawn.ToList().ForEach(static mutant => Console.WriteLine(Described(mutant)));
            return true;
        }

        IReadOnlyList<MutantResult> run = RunInBothArithmetics(drawn);
        WriteTables(run);
        return WriteSurvivors(run) & WriteWrongEntries(all, run);
    }

    private IReadOnlyList<MutantResult> RunInBothArithmetics(IReadOnlyList<Mutant> mutants)
    {
        MutantResult[] earlier = [.. mutants.Select(mutant => results.Find(mutant, options.Retry)).OfType<MutantResult>()];
        Mutant[] left = [.. mutants.Except(earlier.Select(static result => result.Mutant))];
        IReadOnlyList<MutantResult> fused = new MutantRun(subjects, isSeparate: false, Workers, Report).Run(left);
        Mutant[] survivors = [.. fused.Where(static result => result.Verdict.Outcome == Outcome.Survived).Select(static result => result.Mutant)];
        Console.WriteLine($"{survivors.Length} go on without fused multiply-add");
        IReadOnlyList<MutantResult> separate = new MutantRun(subjects, isSeparate: true, Workers, Report).Run(survivors);
        IEnumerable<MutantResult> killed = fused.Where(static result => result.Verdict.IsKilled);
        return [.. earlier.Where(static result => result.Verdict.Outcome != Outcome.Refused), .. killed, .. separate];
    }

    private bool Asked(Mutant mutant) =>
        options.Filter is not { } text || new[] { Regime(mutant), mutant.Operator, mutant.File, mutant.Step, mutant.Change }.Any(part => part.Contains(text, StringComparison.Ordinal));

    private void Report(MutantResult result)
    {
        results.Append(result);
        Console.WriteLine($"{Interlocked.Increment(ref reported),5} {result.Verdict.Outcome,-9} {result.Setting.Width} {Described(result.Mutant)}{Evidence(result.Verdict)}");
    }

    private void WriteTables(IReadOnlyList<MutantResult> run)
    {
        Dictionary<string, int> order = MutationOperators.All.Select(static (operation, index) => (operation.Name, index)).ToDictionary();
        string tables = ScoreTable.Of("regime", [.. run.OrderBy(static result => result.Mutant.Subject)], equivalents, static result => Regime(result.Mutant))
            + Environment.NewLine
            + ScoreTable.Of("operator", [.. run.OrderBy(result => order[result.Mutant.Operator])], equivalents, static result => result.Mutant.Operator);
        Console.WriteLine(tables);
        if (options.Report is { } file)
        {
            File.WriteAllText(file, tables);
        }
    }

    private bool WriteSurvivors(IReadOnlyList<MutantResult> run)
    {
        MutantResult[] surviving = [.. run.Where(result => result.Verdict.Outcome == Outcome.Survived && equivalents.Of(result.Mutant) is null)];
        foreach (MutantResult result in surviving)
        {
            Console.WriteLine($"SURVIVES {Described(result.Mutant)}");
        }

        return surviving.Length == 0;
    }

    /// <summary>Entries of the list that are no mutant's any more, and those of mutants that were killed.</summary>
    private bool WriteWrongEntries(IReadOnlyList<Mutant> all, IReadOnlyList<MutantResult> run)
    {
        Equivalent[] unused = [.. equivalents.Unused(all)];
        MutantResult[] killed = [.. run.Where(result => result.Verdict.IsKilled && equivalents.Of(result.Mutant) is not null)];
        foreach (Equivalent entry in unused)
        {
            Console.WriteLine($"UNUSED entry: {entry}");
        }

        foreach (MutantResult result in killed)
        {
            Console.WriteLine($"KILLED though listed: {Described(result.Mutant)}{Evidence(result.Verdict)}");
        }

        return unused.Length == 0 && killed.Length == 0;
    }

    private static string Described(Mutant mutant) =>
        $"[{Regime(mutant)}] {mutant.Step}, {mutant.Operator}:{Environment.NewLine}        {mutant.Change}";

    private static string Evidence(Verdict verdict) => verdict.Evidence.Length == 0 ? "" : $"{Environment.NewLine}        → {verdict.Evidence}";

    private static string Regime(Mutant mutant) => AllSubjects.List[mutant.Subject].Regime;
}
