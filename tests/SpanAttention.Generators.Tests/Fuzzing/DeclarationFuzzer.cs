namespace SpanAttention.Generators.Tests.Fuzzing;

/// <summary>Makes declarations of any kind: where they stand, what they are called, what they consist of, and what is broken about them.</summary>
internal sealed class DeclarationFuzzer(Random random)
{
    private static readonly string[] Names =
    [
        "Squad", "@int", "@class", "@event", "@record", "@file", "@field", "@required", "@scoped", "@value", "@await", "@var", "@async", "@partial", "_", "__", "A_B", "注意", "Ätherisch", "Ünïcode_名", "𠮷", "नमस्ते", "Cafe\u0301", "a\u203Fb", "a\u200Db", "Kernel", "Vector512",
        "Heads", "Forward", "Weights", "Merge", "StackBytes", "System", "SpanAttention", "Attention", "AttentionAttribute", "Operands", "Length", "Object", "ToString", "Equals",
    ];

    private static readonly string[] Kinds =
    [
        "partial struct", "readonly partial struct", "ref partial struct", "readonly ref partial struct", "partial record struct", "readonly partial record struct", "partial class", "sealed partial class",
        "sealed partial class", "static partial class", "abstract partial class", "partial record", "sealed partial record class", "unsafe partial struct",
    ];

    private static readonly string[] OddKinds = ["struct", "class", "static class", "record", "partial interface", "interface", "enum", "delegate void", "partial", "file partial struct", "file sealed partial class", "partial partial struct", "static partial struct", "public private partial class"];

    private static readonly string[] Containers =
    [
        "internal partial class", "public static partial class", "internal partial struct", "internal partial record", "internal partial interface", "internal partial record struct", "internal ref partial struct",
    ];

    private static readonly string[] OddContainers = ["internal class", "internal static class", "file partial class", "internal interface"];

    private static readonly string[] Members =
    [
        "public const int Heads = 2;", "public static int Heads() => 4;", "private int packedWeights;", "public struct Weights;", "public static void Forward() { }", "public static int Forward => 3;", "public int HeadDim;",
        "public static void Forward(float[] query, float[] key, float[] value, float[] destination) { }", "public event System.Action? Merge;", "public static int operator +(@SELF a, int b) => b;", "public int this[int index] => index;",
        "public static void Forward(System.ReadOnlySpan<float> query, System.ReadOnlySpan<float> key, System.ReadOnlySpan<float> value, System.Span<float> destination) { }", "public @SELF(int size) { }", "static @SELF() { }",
        "public static long Flops(int queryLength, int keyLength) => 1;", "public enum KeyLength { A }", "public static void Scores<T>(T any) { }", "public delegate void BlockCount();", "partial void Forward(int a);", "public void Dispose() { }", "~@SELF() { }",
    ];

    private static readonly string[] Bases = [" : System.IDisposable", " : object", " : System.Exception", " : SpanAttention.IDeclaredAttention", " : Missing", "<T>", "<T> where T : struct", "(int size)", " : System.IEquatable<int>"];

    private static readonly string[] Garbage = ["{", "}", "(", ")", "[", "]", ";", ",", "=", "\"", "#if X", "#endif", "/*", "//", "class", "\0", "\u200B", "@", "partial", "<", "global::", "1"];

    private readonly ArgumentFuzzer arguments = new(random);

    public FuzzedDeclaration Next(int index)
    {
        string mark = FuzzedDeclaration.MarkOf(index);
        int oddity = random.Next(3); // 0: right but for luck, 1: odd values, 2: anything
        List<string> sources = [.. Parts(mark, oddity)];
        if (oddity == 2 && random.Next(3) == 0 && !sources.Any(NamesTheFramework))
        {
            int broken = random.Next(sources.Count);
            sources[broken] = Break(sources[broken]);
        }

        return new(index, sources);
    }

    private IEnumerable<string> Parts(string mark, int oddity)
    {
        string attributes = Attributes(oddity);
        string kind = oddity > 0 && random.Next(6) == 0 ? Pick(OddKinds) : attributes.Contains("MultiHead") && random.Next(4) > 0 ? "sealed partial class" : Pick(Kinds);
        string name = Pick(Names);
        string self = name.TrimStart('@') is "await" or "var" ? "Squad" : name;
        int parts = random.Next(4) == 0 ? random.Next(2, 4) : 1;
        int attributed = random.Next(parts);
        (string open, string close) = Surroundings(mark, oddity);
        string bases = oddity > 0 && random.Next(8) == 0 ? Pick(Bases) : "";
        for (int part = 0; part < parts; part++)
        {
            string members = oddity > 0 && random.Next(3) == 0 ? Pick(Members).Replace("@SELF", self, StringComparison.Ordinal) : "";
            string written = part == attributed ? attributes : oddity > 1 && random.Next(6) == 0 ? Attributes(oddity) : "";
            yield return $"using SpanAttention;\n{open}\n{written}\n{(part == attributed ? kind : PartOf(kind))} {self}{(part == attributed ? bases : "")} {{ {members} }}\n{close}\n";
        }
    }

    // Beside a type System or SpanAttention in the global namespace, no source can name the framework or the library; a lost brace would put it there.
    private static bool NamesTheFramework(string source) => source.Contains(" System {", StringComparison.Ordinal) || source.Contains(" SpanAttention {", StringComparison.Ordinal);

    // Another part repeats the kind of type and not its modifiers.
    private static string PartOf(string kind) => kind switch
    {
        _ when kind.Contains("record struct") => "partial record struct",
        _ when kind.Contains("record") => "partial record",
        _ when kind.Contains("struct") => "partial struct",
        _ when kind.Contains("interface") => "partial interface",
        _ => "partial class",
    };

    private string Attributes(int oddity)
    {
        int count = oddity > 0 && random.Next(8) == 0 ? random.Next(0, 4) : 1;
        string[] attributes = random.Next(12) == 0 ? Block(oddity) : [.. Enumerable.Range(0, count).Select(_ => arguments.Attribute(Pick(ArgumentFuzzer.Attributes), oddity))];
        return random.Next(2) == 0 && attributes.Length > 0 ? $"[{string.Join(", ", attributes)}]" : string.Join("\n", attributes.Select(static attribute => $"[SpanAttention.{attribute}]"));
    }

    // Parts that are drawn would share no stream nearly always; so one of them is.
    private string[] Block(int oddity)
    {
        string[] parts = ["TransformerBlock", "MultiHeadAttention(InputDim = 8)", "FeedForward(InputDim = 8, HiddenDim = 4)", "CrossAttention(InputDim = 8, ContextDim = 3)"];
        int drawn = random.Next(parts.Length);
        parts[drawn] = arguments.Attribute(ArgumentFuzzer.Attributes.First(attribute => attribute.Name == $"{parts[drawn].Split('(')[0]}Attribute"), oddity);
        return random.Next(2) == 0 ? parts : parts[..^1];
    }

    // The mark is the namespace, or the outermost container.
    private (string Open, string Close) Surroundings(string mark, int oddity)
    {
        List<string> blocks = [];
        bool global = random.Next(5) == 0;
        blocks.Add(global ? $"internal partial class {mark}" : $"namespace {mark}{Pick(["", "", ".@class", ".System", ".Игра", ".SpanAttention"])}");
        for (int container = random.Next(4) - 1; container > 0; container--)
        {
            string kind = oddity > 0 && random.Next(10) == 0 ? Pick(OddContainers) : Pick(Containers);
            blocks.Add($"{kind} {Pick(["Outer", "@int", "注", "O_1"])}{container}{(oddity > 1 && random.Next(10) == 0 ? "<T>" : "")}");
        }

        return (string.Join(" ", blocks.Select(static block => block + " {")), string.Concat(blocks.Select(static _ => "}")));
    }

    // A few characters are lost, doubled, or join others.
    private string Break(string source)
    {
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int at = random.Next(source.Length);
            int length = Math.Min(random.Next(1, 6), source.Length - at);
            source = random.Next(3) switch
            {
                0 => source.Remove(at, length),
                1 => source.Insert(at, Pick(Garbage)),
                _ => source.Insert(at, source.Substring(at, length)),
            };
        }

        return source;
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
