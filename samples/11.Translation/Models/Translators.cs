namespace Translation;

/// <summary>The three models, of about equal size.</summary>
internal static class Translators
{
    public static IReadOnlyList<Translator> Create(ulong seed) =>
    [
        new GruTranslator("GRU", attends: false, seed),
        new GruTranslator("GRU with attention", attends: true, seed),
        new TransformerTranslator("transformer", seed),
    ];
}
