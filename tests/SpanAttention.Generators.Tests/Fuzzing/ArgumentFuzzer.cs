namespace SpanAttention.Generators.Tests.Fuzzing;

/// <summary>Makes arguments of attention attributes: mostly of the right kind, with values of any size.</summary>
internal sealed class ArgumentFuzzer(Random random)
{
    private static readonly string[] Sane = ["1", "2", "3", "4", "6", "8", "16", "33", "64"];

    private static readonly string[] Odd =
    [
        "0", "-1", "-7", "100", "4096", "65_536", "1_000_003", "134_217_727", "134_217_728", "2_000_000_000", "int.MaxValue", "int.MinValue", "int.MaxValue - 1", "1 << 30", "1 << 31",
        "0x7FFF_FFFF", "0b1011", "'c'", "'\\u0004'", "(byte)3", "(short)-3", "sizeof(long)", "Odd.Three", "Odd.Zero", "8 / 2 * 3", "true ? 4 : 5", "unchecked((int)0xFFFF_FFFF)", "default", "default(int)",
    ];

    private static readonly string[] Wrong =
    [
        "3.5", "3L", "2_147_483_648", "\"4\"", "null", "typeof(int)", "new[] { 1 }", "int.MaxValue + 1", "1 / 0", "Odd.Cycle", "Missing", "Odd.NotConstant", "true", "'", "", "4 5", "(", "$\"4\"", "nameof(Odd)", "\uD83D",
    ];

    private static readonly string[] Reals =
    [
        "0.5", "1", "3", "1e-3", "0", "-0.0", "-1", "double.NaN", "double.PositiveInfinity", "double.NegativeInfinity", "double.Epsilon", "double.MaxValue", "1e39", "1e-46", "2.4e38", "1e308 * 10", "1f / 3", "float.Epsilon",
        "4m", "'x'", "Odd.Three", "null", "\"1\"", "1e400",
    ];

    private static readonly string[] Enums = ["AttentionLayout.HeadsFirst", "QueryAlignment.TopLeft", "ScoreNormalization.Sum", "WeightLayout.InputByOutput", "0", "1", "default", "(AttentionLayout)7", "(QueryAlignment)(-1)", "(WeightLayout)1", "(ScoreNormalization)int.MinValue", "AttentionLayout.Sideways"];

    private static readonly Dictionary<string, string> EnumNames = new()
    {
        ["Layout"] = "AttentionLayout",
        ["Alignment"] = "QueryAlignment",
        ["Normalization"] = "ScoreNormalization",
        ["WeightLayout"] = "WeightLayout",
    };

    private static readonly string[] Booleans = ["true", "false", "!true", "1 > 2", "0", "null", "default", "Odd.Yes"];

    private static readonly Dictionary<string, string[]> Properties = new()
    {
        ["SelfAttention"] = ["InputDim", "SequenceLength", "Normalization"],
        ["Attention"] = ["HeadDim", "ValueDim", "Heads", "KeyValueHeads", "SequenceLength", "QueryLength", "KeyLength", "Layout", "Scale", "Causal", "Alignment"],
        ["MultiHeadAttention"] =
        [
            "InputDim", "OutputDim", "Heads", "KeyValueHeads", "HeadDim", "ContextDim", "KeyInputDim", "ValueInputDim", "Causal", "Scale", "QueryKeyValueBias", "OutputProjection", "OutputBias", "FusedQueryKeyValue",
            "WeightLayout", "SequenceLength",
        ],
    };

    /// <summary>Names of the attributes.</summary>
    public static IReadOnlyList<string> Attributes { get; } = [.. Properties.Keys];

    /// <summary>An attribute with arguments, such as <c>Attention(HeadDim = 3)</c>.</summary>
    public string Attribute(string attribute, int oddity)
    {
        string[] known = Properties[attribute];
        List<string> names = [.. random.GetItems(known, random.Next(0, known.Length)).Distinct()];
        if (random.Next(5) > 0)
        {
            names.Insert(0, known[0]);
        }

        if (oddity > 0 && random.Next(12) == 0)
        {
            names.Add(Pick(["Width", "headDim", "HeadDim", "TypeId", known[0]]));
        }

        List<string> arguments = [.. (oddity == 0 ? names.Distinct() : names).Select(name => $"{name} = {Value(name, oddity)}")];
        if (oddity > 1 && random.Next(15) == 0)
        {
            arguments.Insert(random.Next(arguments.Count + 1), Pick(["3", "HeadDim", "HeadDim: 3", "=", ",", "\"a\""]));
        }

        return arguments.Count == 0 && random.Next(2) == 0 ? attribute : $"{attribute}({string.Join(", ", arguments)})";
    }

    private string Value(string name, int oddity) => name switch
    {
        "Scale" => Sometimes(oddity) ? Pick(Reals) : "0.25",
        "Causal" or "QueryKeyValueBias" or "OutputProjection" or "OutputBias" or "FusedQueryKeyValue" => Sometimes(oddity) ? Pick(Booleans) : Pick(["true", "false"]),
        _ when EnumNames.TryGetValue(name, out string? type) => Sometimes(oddity) ? Pick(Enums) : $"({type}){random.Next(2)}",
        _ => oddity > 1 && random.Next(8) == 0 ? Pick(Wrong) : Sometimes(oddity) ? Pick(Odd) : Pick(Sane),
    };

    private bool Sometimes(int oddity) => oddity > 0 && random.Next(4) == 0;

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
