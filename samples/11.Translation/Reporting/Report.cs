using System.Globalization;
using SpanAttention;

namespace Translation;

/// <summary>What models do with sentences that none of them learned from.</summary>
internal static class Report
{
    /// <summary>Writes it to the console, and the picture to a folder.</summary>
    public static void Write(IReadOnlyList<Translator> translators, string folder)
    {
        AccuracyTable table = AccuracyTable.Of(translators);
        string picture = Path.Combine(folder, "accuracy.png");
        AccuracyPicture.Save(table, picture);
        WriteLines(table.Lines());
        Console.WriteLine();
        WriteLines(Sentence(translators, TestSentences.Shown));
        foreach (Translator translator in translators.Where(static translator => translator.Look(TestSentences.Shown).Length > 0))
        {
            Console.WriteLine();
            Console.WriteLine(translator.Name);
            WriteLines(Looks.Lines(translator, TestSentences.Shown));
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hash            {Hash(translators):x16} ({AttentionNumerics.Arithmetic})"));
        Console.WriteLine($"picture         {picture}");
    }

    /// <summary>A sentence, and what each model makes of it.</summary>
    private static IEnumerable<string> Sentence(IReadOnlyList<Translator> translators, SentencePair pair) =>
    [
        $"{"English",-20}{Words.Text(Words.Source, pair.Source)}",
        $"{"right",-20}{Words.Text(Words.Target, pair.Target)}",
        .. translators.Select(translator => $"{translator.Name,-20}{Words.Text(Words.Target, translator.Translate(new([pair]))[0])}"),
    ];

    /// <summary>A hash of all losses: one bit of one weight changes it.</summary>
    private static ulong Hash(IReadOnlyList<Translator> translators)
    {
        OutputHash hash = new();
        foreach (Translator translator in translators)
        {
            foreach (IReadOnlyList<SentencePair> pairs in TestSentences.ByLength)
            {
                hash.Add([(float)translator.CreatePass(pairs.Count).Loss(new(pairs))]);
            }
        }

        return hash.Value;
    }

    private static void WriteLines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Console.WriteLine(line);
        }
    }
}
