using System.Globalization;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Writes declarations as C#, each with glue that implements the matching interface.</summary>
public static class DeclarationWriter
{
    public const string Namespace = "Declared";
    public const string GlueSuffix = "Glue";

    private static readonly string[] StaticTypes = ["public readonly partial struct", "internal static partial class", "public sealed partial class", "internal partial struct"];

    public static string Write(string name, AttentionDeclaration declaration) => File(
        $"[Attention({Arguments(declaration)})]",
        $"{StaticTypes[Math.Abs(name[^1] % StaticTypes.Length)]} {name};",
        $$"""
        public sealed class {{name}}{{GlueSuffix}} : ICompiledAttention
        {
            public void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination) =>
                {{name}}.Forward(query, key, value, destination);

            public void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination, Span<float> logSumExp) =>
                {{name}}.Forward(query, key, value, destination, logSumExp);

            public void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination) =>
                {{name}}.Forward(query, key, value, keyCount, destination);

            public void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination, Span<float> logSumExp) =>
                {{name}}.Forward(query, key, value, keyCount, destination, logSumExp);

            public void Weights(ReadOnlySpan<float> query, ReadOnlySpan<float> key, Span<float> destination) =>
                {{name}}.Weights(query, key, destination);

            public void Weights(ReadOnlySpan<float> query, ReadOnlySpan<float> key, int keyCount, Span<float> destination) =>
                {{name}}.Weights(query, key, keyCount, destination);

            public void Scores(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ScoreStage stage, Span<float> destination) =>
                {{name}}.Scores(query, key, stage, destination);

            public void Merge(ReadOnlySpan<float> outputA, ReadOnlySpan<float> logSumExpA, ReadOnlySpan<float> outputB, ReadOnlySpan<float> logSumExpB, Span<float> output, Span<float> logSumExp) =>
                {{name}}.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp);

            public int BlockCount(int queryLength) => {{name}}.BlockCount(queryLength);

            public void ForwardBlock(int block, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination) =>
                {{name}}.ForwardBlock(block, query, key, value, destination);

            public void ForwardBlock(int block, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination, Span<float> logSumExp) =>
                {{name}}.ForwardBlock(block, query, key, value, destination, logSumExp);

            public void ForwardBlock(int block, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination) =>
                {{name}}.ForwardBlock(block, query, key, value, keyCount, destination);

            public void ForwardBlock(int block, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination, Span<float> logSumExp) =>
                {{name}}.ForwardBlock(block, query, key, value, keyCount, destination, logSumExp);

            public void ForwardParallel(ReadOnlyMemory<float> query, ReadOnlyMemory<float> key, ReadOnlyMemory<float> value, Memory<float> destination) =>
                {{name}}.ForwardParallel(query, key, value, destination);

            public long Flops(int queryLength, int keyLength) => {{name}}.Flops(queryLength, keyLength);

            public int[] Constants => [{{name}}.Heads, {{name}}.KeyValueHeads, {{name}}.HeadDim, {{name}}.ValueDim, {{name}}.StackBytes];
        }
        """);

    public static string Write(string name, SelfAttentionDeclaration declaration) => File(
        $"[SelfAttention({Arguments(declaration)})]",
        $"{StaticTypes[Math.Abs(name[^1] % StaticTypes.Length)]} {name};",
        $$"""
        public sealed class {{name}}{{GlueSuffix}} : ICompiledSelfAttention
        {
            public void Scores(ReadOnlySpan<float> inputs, Span<float> destination) => {{name}}.Scores(inputs, destination);

            public void Weights(ReadOnlySpan<float> inputs, Span<float> destination) => {{name}}.Weights(inputs, destination);

            public void Forward(ReadOnlySpan<float> inputs, Span<float> destination) => {{name}}.Forward(inputs, destination);
        }
        """);

    public static string Write(string name, LayerDeclaration declaration)
    {
        string inputs = declaration.KeyInputDim is not null ? "inputs, keyInputs, valueInputs" : declaration.IsCross ? "inputs, keyInputs" : "inputs";
        string Cached(string call) => declaration.ContextLength is null ? "throw new NotSupportedException(\"The layer declares no cache.\")" : $"layer!.{call}";
        string workspace = declaration.IsCross ? "tokens, contextTokens" : "tokens";
        return File(
            $"[MultiHeadAttention({Arguments(declaration)})]",
            $"public sealed partial class {name};",
            $$"""
            public sealed class {{name}}{{GlueSuffix}} : ICompiledLayer
            {
                private {{name}}? layer;

                public ICompiledLayer Create(LayerTensors tensors) => new {{name}}{{GlueSuffix}}
                {
                    layer = new {{name}}(new {{name}}.Weights
                    {
                        Query = tensors.Query,
                        Key = tensors.Key,
                        Value = tensors.Value,
                        QueryKeyValue = tensors.QueryKeyValue,
                        Output = tensors.Output,
                        QueryBias = tensors.QueryBias,
                        KeyBias = tensors.KeyBias,
                        ValueBias = tensors.ValueBias,
                        QueryKeyValueBias = tensors.QueryKeyValueBias,
                        OutputBias = tensors.OutputBias,
                    }),
                };

                public void Forward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> keyInputs, ReadOnlySpan<float> valueInputs, Span<float> destination) =>
                    layer!.Forward({{inputs}}, destination);

                public void Forward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> keyInputs, ReadOnlySpan<float> valueInputs, int tokenCount, Span<float> destination) =>
                    layer!.Forward({{inputs}}, tokenCount, destination);

                public void AttentionWeights(ReadOnlySpan<float> inputs, ReadOnlySpan<float> keyInputs, ReadOnlySpan<float> valueInputs, Span<float> destination) =>
                    layer!.AttentionWeights({{inputs}}, destination);

                public void AttentionWeights(ReadOnlySpan<float> inputs, ReadOnlySpan<float> keyInputs, ReadOnlySpan<float> valueInputs, int tokenCount, Span<float> destination) =>
                    layer!.AttentionWeights({{inputs}}, tokenCount, destination);

                public KeyValueCache CreateCache() =>
                    {{Cached("CreateCache()")}};

                public void Forward(ReadOnlySpan<float> inputs, KeyValueCache cache, Span<float> destination) =>
                    {{Cached("Forward(inputs, cache, destination)")}};

                public void AttentionWeights(ReadOnlySpan<float> inputs, KeyValueCache cache, Span<float> destination) =>
                    {{Cached("AttentionWeights(inputs, cache, destination)")}};

                public long WorkspaceBytes(int tokens, int contextTokens) => {{name}}.WorkspaceBytes({{workspace}});
            }
            """);
    }

    public static string Arguments(AttentionDeclaration declaration)
    {
        AttentionShape shape = declaration.Shape;
        bool oneLength = declaration.QueryLength is not null && declaration.QueryLength == declaration.KeyLength;
        return Join(
            Number("HeadDim", shape.HeadDim),
            shape.ValueDim == shape.HeadDim ? null : Number("ValueDim", shape.ValueDim),
            shape.Heads == 1 ? null : Number("Heads", shape.Heads),
            shape.KeyValueHeads == shape.Heads ? null : Number("KeyValueHeads", shape.KeyValueHeads),
            oneLength ? Number("SequenceLength", declaration.QueryLength) : null,
            oneLength ? null : Number("QueryLength", declaration.QueryLength),
            oneLength ? null : Number("KeyLength", declaration.KeyLength),
            Scale(shape.DeclaredScale),
            Flag("Causal", shape.Causal, absent: false),
            shape.Alignment == QueryAlignment.BottomRight ? null : "Alignment = QueryAlignment.TopLeft",
            shape.Layout == AttentionLayout.TokensFirst ? null : "Layout = AttentionLayout.HeadsFirst");
    }

    public static string Arguments(SelfAttentionDeclaration declaration) => Join(
        Number("InputDim", declaration.InputDim),
        Number("SequenceLength", declaration.SequenceLength),
        declaration.Normalization == ScoreNormalization.Softmax ? null : "Normalization = ScoreNormalization.Sum");

    public static string Arguments(LayerDeclaration declaration) => Join(
        Number("InputDim", declaration.InputDim),
        declaration.OutputDim == declaration.InputDim ? null : Number("OutputDim", declaration.OutputDim),
        declaration.Heads == 1 ? null : Number("Heads", declaration.Heads),
        declaration.KeyValueHeads == declaration.Heads ? null : Number("KeyValueHeads", declaration.KeyValueHeads),
        declaration.QueryDim == declaration.OutputDim ? null : Number("HeadDim", declaration.HeadDim),
        Number("ContextDim", declaration.ContextDim),
        Number("KeyInputDim", declaration.KeyInputDim),
        Number("ValueInputDim", declaration.ValueInputDim),
        Number("SequenceLength", declaration.SequenceLength),
        Number("ContextLength", declaration.ContextLength),
        Scale(declaration.DeclaredScale),
        Flag("Causal", declaration.Causal, absent: false),
        Flag("QueryKeyValueBias", declaration.QueryKeyValueBias, absent: false),
        Flag("OutputProjection", declaration.OutputProjection, absent: true),
        declaration.OutputProjection ? Flag("OutputBias", declaration.OutputBias, absent: true) : null,
        Flag("FusedQueryKeyValue", declaration.FusedQueryKeyValue, absent: false),
        declaration.WeightLayout == WeightLayout.OutputByInput ? null : "WeightLayout = WeightLayout.InputByOutput");

    private static string Join(params string?[] arguments) => string.Join(", ", arguments.OfType<string>());

    private static string File(string attribute, string type, string glue) =>
        $$"""
        using System;
        using SpanAttention;
        using SpanAttention.Conformance.Tests.Harness;
        using SpanAttention.Conformance.Tests.Shapes;

        namespace {{Namespace}};

        {{attribute}}
        {{type}}

        {{glue}}

        """;

    private static string? Number(string name, int? value) => value is null ? null : string.Create(CultureInfo.InvariantCulture, $"{name} = {value}");

    private static string? Scale(double? value) => value is null ? null : string.Create(CultureInfo.InvariantCulture, $"Scale = {value:R}");

    private static string? Flag(string name, bool value, bool absent) => value == absent ? null : $"{name} = {(value ? "true" : "false")}";
}
