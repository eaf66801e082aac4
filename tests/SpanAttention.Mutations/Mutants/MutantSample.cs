namespace SpanAttention.Mutations.Mutants;

/// <summary>Draws mutants so that every emitted member, every operator and every subject gets some before any gets many.</summary>
internal sealed class MutantSample(int seed)
{
    private readonly Random random = new(seed);
    private readonly Dictionary<int, int> drawnOfSubject = [];
    private readonly Dictionary<string, int> drawnOfOperator = [];

    /// <summary>So many of the mutants, or all of them if there are fewer.</summary>
    public IReadOnlyList<Mutant> Draw(IEnumerable<Mutant> mutants, int count)
    {
        List<List<Mutant>> members = [.. mutants.GroupBy(static mutant => mutant.Member).OrderBy(static member => member.Key, StringComparer.Ordinal).Select(Shuffled)];
        List<Mutant> drawn = [];
        while (drawn.Count < count && members.Count > 0)
        {
            foreach (List<Mutant> member in Shuffled(members))
            {
                drawn.Add(Next(member));
            }

            members.RemoveAll(static member => member.Count == 0);
        }

        return [.. drawn.Take(count)];
    }

    /// <summary>One of the mutants whose operator was drawn least, and of these one whose subject was.</summary>
    private Mutant Next(List<Mutant> member)
    {
        Mutant next = member.MinBy(mutant => (drawnOfOperator.GetValueOrDefault(mutant.Operator), drawnOfSubject.GetValueOrDefault(mutant.Subject)))!;
        member.Remove(next);
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
