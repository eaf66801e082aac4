using SpanAttention;

namespace Translation;

/// <summary>
/// Sentences such as <c>the old queen knew that the sailors feared that the poet wrote</c>. In the second language adjectives follow their noun and take its gender, articles its gender and number, and all verbs come at
/// the end, the last one first, each with the number of its own subject: between a verb and its translation lies nearly the whole sentence.
/// </summary>
internal sealed class Grammar(ulong seed)
{
    public const int Shortest = 4;
    public const int Longest = 40;

    private const int MostAdjectives = 3;
    private const int ShortestClause = 4; // the noun verb that

    private readonly SplitMix64 random = new(seed);

    /// <summary>A sentence of any length.</summary>
    public SentencePair Draw() => Draw(Shortest + random.NextBelow(Longest - Shortest + 1));

    /// <summary>A sentence of so many words.</summary>
    public SentencePair Draw(int length)
    {
        int fewest = (length + 1 + ShortestClause + MostAdjectives - 1) / (ShortestClause + MostAdjectives);
        int most = (length + 1) / ShortestClause;
        int clauses = fewest + random.NextBelow(most - fewest + 1);
        int[] adjectives = DrawAdjectives(clauses, length + 1 - (clauses * ShortestClause));
        List<int> source = [];
        List<int> target = [];
        List<int> verbs = [];
        for (int clause = 0; clause < clauses; clause++)
        {
            if (clause > 0)
            {
                source.Add(Words.SourceThat);
                target.Add(Words.TargetThat);
            }

            AddClause(adjectives[clause], source, target, verbs);
        }

        verbs.Reverse();
        return new([.. source], [.. target, .. verbs]);
    }

    /// <summary>How many adjectives each clause has.</summary>
    private int[] DrawAdjectives(int clauses, int count)
    {
        int[] adjectives = new int[clauses];
        while (count > 0)
        {
            int clause = random.NextBelow(clauses);
            if (adjectives[clause] < MostAdjectives)
            {
                adjectives[clause]++;
                count--;
            }
        }

        return adjectives;
    }

    private void AddClause(int adjectiveCount, List<int> source, List<int> target, List<int> verbs)
    {
        int noun = random.NextBelow(Words.NounCount);
        int number = random.NextBelow(Words.Numbers);
        int gender = Words.Gender(noun);
        int verb = random.NextBelow(Words.VerbCount);
        int[] adjectives = [.. Enumerable.Range(0, adjectiveCount).Select(_ => random.NextBelow(Words.AdjectiveCount))];

        source.Add(Words.SourceThe);
        source.AddRange(adjectives.Select(Words.SourceAdjective));
        source.Add(Words.SourceNoun(noun, number));
        source.Add(Words.SourceVerb(verb));

        target.Add(Words.TargetArticle(gender, number));
        target.Add(Words.TargetNoun(noun, number));
        target.AddRange(adjectives.Reverse().Select(adjective => Words.TargetAdjective(adjective, gender)));
        verbs.Add(Words.TargetVerb(verb, number));
    }
}
