namespace SpanAttention.Mutations.Mutants;

/// <summary>Draws mutants so that every emitted method, every operator and every subject gets some before any gets many.</summary>
internal sealed class MutantSample(int seed)
{
    private readonly Random random = new(seed);
    private readonly Dictionary<int, int> drawnOfSubject = [];
    private readonly Dictionary<string, int> drawnOfOperator = [];

    /// <summary>So many of the mutants, or all of them if there are fewer.</summary>
    public IReadOnlyList<Mutant> Draw(IEnumerable<Mutant> mutants, int count)
    {
        List<List<Mutant>> cells = [.. mutants.GroupBy(static mutant => mutant.Cell).OrderBy(static cell => cell.Key, StringComparer.Ordinal).Select(Shuffled)];
        List<Mutant> drawn = [];
        while (drawn.Count < count && cells.Count > 0)
        {
            foreach (List<Mutant> cell in Shuffled(cells))
            {
                drawn.Add(Next(cell));
            }

            cells.RemoveAll(static cell => cell.Count == 0);
        }

        return [.. drawn.Take(count)];
    }

    /// <summary>One of the mutants whose operator was drawn least, and of these one whose subject was.</summary>
    private Mutant Next(List<Mutant> cell)
    {
        Mutant next = cell.MinBy(mutant => (drawnOfOperator.GetValueOrDefault(mutant.Operator), drawnOfSubject.GetValueOrDefault(mutant.Subject)))!;
        cell.Remove(next);
        drawnOfOperator[next.Operator] = drawnOfOperator.GetValueOrDefault(next.Operator) + 1;
        drawnOfSubject[next.Subject] = drawnOfSubject.GetValueOrDefault(next.Subject) + 1;
        return next;
    }

    private List<T> Shuffled<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        random.Shuffle(shuffled);
        return [.. shuffled];
    }
}
