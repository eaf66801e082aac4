using System.Globalization;

namespace Translation;

/// <summary>Words right, a row a model and a column a length.</summary>
/// <param name="Models">The models.</param>
/// <param name="Shares">The share of words that each gets right, by length.</param>
internal sealed record AccuracyTable(IReadOnlyList<string> Models, IReadOnlyList<double[]> Shares)
{
    private const int NameWidth = 20;

    public static AccuracyTable Of(IReadOnlyList<Translator> translators) => new(
        [.. translators.Select(static translator => translator.Name)],
        [.. translators.Select(static translator => TestSentences.ByLength.Select(pairs => Accuracy.Of(translator, pairs)).ToArray())]);

    public IEnumerable<string> Lines() => Models.Zip(Shares, static (model, shares) => Line(model, shares.Select(static share => share.ToString("P0", CultureInfo.InvariantCulture))))
        .Prepend(Line("words of a sentence", TestSentences.Lengths.Select(static length => length.ToString(CultureInfo.InvariantCulture))));

    private static string Line(string name, IEnumerable<string> cells) => name.PadRight(NameWidth) + string.Concat(cells.Select(static cell => cell.PadLeft(7)));
}
