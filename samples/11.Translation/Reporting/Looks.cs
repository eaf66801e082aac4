using System.Globalization;

namespace Translation;

/// <summary>Where a model looked as it wrote a sentence: each word, and the one that it looked at most.</summary>
internal static class Looks
{
    private const int WordWidth = 10;

    public static IEnumerable<string> Lines(Translator translator, SentencePair pair)
    {
        float[] looks = translator.Look(pair);
        for (int word = 0; word < pair.Target.Length && looks.Length > 0; word++)
        {
            ReadOnlySpan<float> row = looks.AsSpan(word * pair.Length, pair.Length);
            int most = Largest(row);
            string share = row[most].ToString("P0", CultureInfo.InvariantCulture);
            yield return $"{Words.Target[pair.Target[word]],-WordWidth}looked at {most + 1,2} {Words.Source[pair.Source[most]],-WordWidth}{share,6}";
        }
    }

    private static int Largest(ReadOnlySpan<float> row)
    {
        int largest = 0;
        for (int index = 1; index < row.Length; index++)
        {
            largest = row[index] > row[largest] ? index : largest;
        }

        return largest;
    }
}
