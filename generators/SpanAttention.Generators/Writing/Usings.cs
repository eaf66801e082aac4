using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>The using directives of a kernel file: an alias for every type that it names, such as <c>using Math = global::System.Math;</c>.</summary>
/// <remarks>
/// An alias comes before whatever else has the name, be it in a namespace of the library's, in one of the framework's or in none; two imported namespaces would be ambiguous where a user's type
/// joins one of them. Generic types have no alias, and are imported.
/// </remarks>
internal static class Usings
{
    private const string Attribute = nameof(Attribute);

    private static readonly IReadOnlyList<(string Namespace, string[] Types)> Known =
    [
        ("System", ["Math"]),
        ("System.Runtime.CompilerServices", ["MethodImplAttribute", "MethodImplOptions", "SkipLocalsInitAttribute", "Unsafe"]),
        ("System.Runtime.InteropServices", ["MemoryMarshal", "TensorMarshal"]),
        ("System.Runtime.Intrinsics", ["Vector128", "Vector256", "Vector512"]),
        ("SpanAttention", ["Activation", "Activations", "CacheElement", "ContextCache", "KeyValueCache", "Normalization", "ScoreStage"]),
        ("SpanAttention.Primitives",
        [
            "AlignedFloats", "BFloat16Element", "BlockAhead", "BlockQueue", "CachedTokens", "ContextGate", "Exponential", "FarRows", "Floats", "HalfElement", "HeadNorm", "HyperbolicTangent", "Int8Element", "IParallelCall", "KeyGradients", "KeySoftmax", "KeyValueRows",
            "KeyValueShape", "Lanes", "Lanes128", "Lanes256", "Lanes512", "LayerTape", "LogSumExp", "PairRows", "ParallelBlocks", "PartialAttention", "Prefetch", "ProjectionNorm", "RotaryHeads", "RowGradients", "RowLanes", "RowShift", "RowSoftmax", "RowSums", "RowWeights", "Rows", "RunningState", "ScoreStages", "Scratch", "ScratchFrame",
            "SequenceAxes", "SequenceBatch", "SequenceBlocks", "SequencePieces", "ShortWeights", "SingleElement", "Sink", "SpanShape", "TensorShape", "Transpose", "Visibility", "VisibleContexts", "VisibleGradients", "WeightPacking",
        ]),
    ];

    private static readonly IReadOnlyList<(string Namespace, string[] Types)> Generic =
    [
        ("System", ["Memory", "ReadOnlyMemory", "ReadOnlySpan", "Span"]),
        ("System.Numerics.Tensors", ["ReadOnlyTensorSpan", "TensorSpan"]),
        ("System.Runtime.Intrinsics", ["Vector128", "Vector256", "Vector512"]),
    ];

    public static void Write(CodeWriter code, string body)
    {
        HashSet<string> words = Words(body);
        foreach ((string name, _) in Generic.Where(generic => generic.Types.Any(words.Contains)))
        {
            code.Line($"using global::{name};");
        }

        foreach ((string name, string[] types) in Known)
        {
            foreach (string type in types.Where(type => IsNamed(type, words) && (!IsAlsoGeneric(type) || body.Contains(type + "."))))
            {
                code.Line($"using {type} = global::{name}.{type};");
            }
        }
    }

    // A generic type of the name is imported; the alias is for the class beside it, whose members are called.
    private static bool IsAlsoGeneric(string type) => Generic.Any(generic => generic.Types.Contains(type));

    // An attribute is written without its last word.
    private static bool IsNamed(string type, HashSet<string> words) =>
        words.Contains(type.EndsWith(Attribute, StringComparison.Ordinal) ? type.Substring(0, type.Length - Attribute.Length) : type);

    /// <summary>The words of code, without those of lines that are comments.</summary>
    private static HashSet<string> Words(string body)
    {
        HashSet<string> words = [];
        foreach (string line in body.Split('\n').Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)))
        {
            for (int start = 0, end; start < line.Length; start = end + 1)
            {
                end = start;
                while (end < line.Length && (char.IsLetterOrDigit(line[end]) || line[end] == '_'))
                {
                    end++;
                }

                words.Add(line.Substring(start, end - start));
            }
        }

        return words;
    }
}
