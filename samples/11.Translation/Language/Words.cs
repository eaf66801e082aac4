namespace Translation;

/// <summary>The words of both languages. The first is English; the second is made up: its articles and adjectives have a gender, its verbs a number.</summary>
internal static class Words
{
    /// <summary>Begins and ends what is written in the second language.</summary>
    public const int Mark = 0;

    public const int Numbers = 2;

    public const int Genders = 2;

    private static readonly string[] EnglishNouns = ["sailor", "queen", "baker", "child", "farmer", "judge", "nurse", "poet", "hunter", "witch", "king", "guest"];
    private static readonly string[] EnglishAdjectives = ["old", "young", "tall", "small", "kind", "proud", "quiet", "brave"];
    private static readonly string[] EnglishVerbs = ["hoped", "knew", "said", "thought", "feared", "saw", "heard", "dreamt", "swore", "wrote"];

    private static readonly string[] Stems = ["mar", "rego", "pano", "filu", "arvo", "dike", "sano", "vero", "kasu", "striga", "tronu", "hosti"];
    private static readonly string[] AdjectiveStems = ["vet", "jun", "alt", "pik", "bon", "orgul", "kalm", "kuraj"];
    private static readonly string[] VerbStems = ["sper", "sav", "dik", "pens", "tem", "vid", "aud", "sonj", "jur", "skrib"];
    private static readonly string[] Articles = ["la", "las", "lo", "los"];

    public static int NounCount => EnglishNouns.Length;

    public static int AdjectiveCount => EnglishAdjectives.Length;

    public static int VerbCount => EnglishVerbs.Length;

    /// <summary>The, that; nouns of either number; adjectives; verbs.</summary>
    public static IReadOnlyList<string> Source { get; } =
        ["the", "that", .. EnglishNouns, .. EnglishNouns.Select(Plural), .. EnglishAdjectives, .. EnglishVerbs];

    /// <summary>The mark, ke; articles by gender and number; nouns by number; adjectives by gender; verbs by number.</summary>
    public static IReadOnlyList<string> Target { get; } =
    [
        "·", "ke", .. Articles, .. Stems, .. Stems.Select(static stem => stem + "n"),
        .. AdjectiveStems.Select(static stem => stem + "a"), .. AdjectiveStems.Select(static stem => stem + "o"),
        .. VerbStems.Select(static stem => stem + "it"), .. VerbStems.Select(static stem => stem + "ir"),
    ];

    public static int SourceThe => 0;

    public static int SourceThat => 1;

    public static int SourceNoun(int noun, int number) => 2 + (number * NounCount) + noun;

    public static int SourceAdjective(int adjective) => 2 + (Numbers * NounCount) + adjective;

    public static int SourceVerb(int verb) => 2 + (Numbers * NounCount) + AdjectiveCount + verb;

    public static int TargetThat => 1;

    public static int TargetArticle(int gender, int number) => 2 + (gender * Numbers) + number;

    public static int TargetNoun(int noun, int number) => 2 + (Genders * Numbers) + (number * NounCount) + noun;

    public static int TargetAdjective(int adjective, int gender) => 2 + (Genders * Numbers) + (Numbers * NounCount) + (gender * AdjectiveCount) + adjective;

    public static int TargetVerb(int verb, int number) => 2 + (Genders * Numbers) + (Numbers * NounCount) + (Genders * AdjectiveCount) + (number * VerbCount) + verb;

    /// <summary>The gender of a noun in the second language.</summary>
    public static int Gender(int noun) => noun % Genders;

    /// <summary>Words as text.</summary>
    public static string Text(IReadOnlyList<string> language, IEnumerable<int> words) => string.Join(' ', words.Select(word => language[word]));

    private static string Plural(string noun) => noun switch
    {
        "child" => "children",
        "witch" => "witches",
        _ => noun + "s",
    };
}
