using System.Globalization;

namespace SpanAttention.Benchmarks.Declarations;

/// <summary>Writes the declaration that a user would write for a workload.</summary>
internal static class DeclarationWriter
{
    private const string Continuation =
        """

            private KeyValueCache? cache;

            public void Continue(ReadOnlySpan<float> inputs, int cachedTokens, Span<float> destination)
            {
                cache ??= CreateCache();
                cache.TruncateTo(cachedTokens);
                Forward(inputs, cache, destination);
            }
        """;

    public static string Write(Workload workload, string typeName) => workload.IsLayer ? Layer(workload, typeName) : Attention(workload, typeName);

    private static string Attention(Workload workload, string typeName)
    {
        string[] arguments =
        [
            .. Heads(workload),
            Number("QueryLength", workload.QueryLength),
            Number("KeyLength", workload.KeyLength),
            $"Layout = AttentionLayout.{workload.Layout}",
        ];
        return $"""
            using SpanAttention;
            using SpanAttention.Benchmarks.Declarations;

            [Attention({string.Join(", ", arguments)})]
            public readonly partial struct {typeName} : IAttention;
            """;
    }

    /// <summary>A layer whose number of tokens comes from the spans.</summary>
    public static string LayerOfAnyLength(Workload workload, string typeName) => Layer(workload, typeName, Heads(workload));

    private static string Layer(Workload workload, string typeName) =>
        Layer(workload, typeName, Heads(workload).Append(Number(workload.IsCachedLayer ? "ContextLength" : "SequenceLength", workload.KeyLength)));

    private static string Layer(Workload workload, string typeName, IEnumerable<string> arguments)
    {
        string contract = workload.IsCachedLayer ? "ICachedLayer" : "ILayer";
        return $$"""
            using SpanAttention;
            using SpanAttention.Benchmarks.Data;
            using SpanAttention.Benchmarks.Declarations;

            [MultiHeadAttention({{Number("InputDim", workload.ModelDim)}}, {{string.Join(", ", arguments)}})]
            public sealed partial class {{typeName}} : {{contract}}<{{typeName}}>
            {
                public static {{typeName}} Create(LayerTensors tensors) => new(new Weights
                {
                    Query = tensors.Query,
                    Key = tensors.Key,
                    Value = tensors.Value,
                    Output = tensors.Output,
                    OutputBias = tensors.OutputBias,
                });
            {{(workload.IsCachedLayer ? Continuation : string.Empty)}}
            }
            """;
    }

    private static IEnumerable<string> Heads(Workload workload) =>
    [
        Number("Heads", workload.Heads),
        Number("KeyValueHeads", workload.KeyValueHeads),
        Number("HeadDim", workload.HeadDim),
        $"Causal = {(workload.Causal ? "true" : "false")}",
    ];

    private static string Number(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"{name} = {value}");
}
