using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Writes declarations as C#, each with glue that implements the matching interface.</summary>
public static class DeclarationWriter
{
    public const string Namespace = "Declared";
    public const string GlueSuffix = "Glue";

    private static readonly string[] StaticTypes = ["public readonly partial struct", "internal static partial class", "public sealed partial class", "internal partial struct"];

    public static string Write(string name, AttentionDeclaration declaration)
    {
        string[] parameters = AttentionParameters.Forward(declaration.Shape);
        string inputs = Join([.. parameters.Select(Span)]);
        string memories = Join([.. parameters.Select(Memory)]);
        string backward = Join([.. AttentionParameters.Forwarded.Concat(AttentionParameters.Gradients(declaration.Shape)).Select(static parameter => $"backward.{char.ToUpperInvariant(parameter[0])}{parameter[1..]}.Span")]);
        string Backward(string keyCount) => declaration.Shape.Gradients ? $"{name}.Backward({inputs}, {keyCount}{backward})" : "throw new NotSupportedException(\"No gradients are declared.\")";
        string carried = Join([.. AttentionParameters.Carried(declaration.Shape).Select(Span)]);
        string place = string.Concat(AttentionParameters.Place(declaration.Shape).Select(static name => $"{name}, "));
        string begun = declaration.Shape.Sinks ? $"{Span("sinks")}, " : "";
        string OfState(string call) => declaration.Shape.State ? $"{name}.{call}" : "throw new NotSupportedException(\"No running state is declared.\")";
        string weightInputs = Join([.. AttentionParameters.Weights(declaration.Shape).Select(Span)]);
        string scoreInputs = Join([.. AttentionParameters.Scores(declaration.Shape).Select(Span)]);
        return File(
            $"[Attention({Arguments(declaration)})]",
            $"{StaticTypes[Math.Abs(name[^1] % StaticTypes.Length)]} {name};",
            $$"""
            public sealed class {{name}}{{GlueSuffix}} : ICompiledAttention
            {
                public void Forward(in CallOperands operands, Span<float> destination) =>
                    {{name}}.Forward({{inputs}}, destination);

                public void Forward(in CallOperands operands, Span<float> destination, Span<float> logSumExp) =>
                    {{name}}.Forward({{inputs}}, destination, logSumExp);

                public void Forward(in CallOperands operands, int keyCount, Span<float> destination) =>
                    {{name}}.Forward({{inputs}}, keyCount, destination);

                public void Forward(in CallOperands operands, int keyCount, Span<float> destination, Span<float> logSumExp) =>
                    {{name}}.Forward({{inputs}}, keyCount, destination, logSumExp);

                public void Weights(in CallOperands operands, Span<float> destination) =>
                    {{name}}.Weights({{weightInputs}}, destination);

                public void Weights(in CallOperands operands, int keyCount, Span<float> destination) =>
                    {{name}}.Weights({{weightInputs}}, keyCount, destination);

                public void Scores(in CallOperands operands, ScoreStage stage, Span<float> destination) =>
                    {{name}}.Scores({{scoreInputs}}, stage, destination);

                public void Merge(ReadOnlySpan<float> outputA, ReadOnlySpan<float> logSumExpA, ReadOnlySpan<float> outputB, ReadOnlySpan<float> logSumExpB, Span<float> output, Span<float> logSumExp) =>
                    {{name}}.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp);

                public int BlockCount(int queryLength) => {{name}}.BlockCount(queryLength);

                public void ForwardBlock(int block, in CallOperands operands, Span<float> destination) =>
                    {{name}}.ForwardBlock(block, {{inputs}}, destination);

                public void ForwardBlock(int block, in CallOperands operands, Span<float> destination, Span<float> logSumExp) =>
                    {{name}}.ForwardBlock(block, {{inputs}}, destination, logSumExp);

                public void ForwardBlock(int block, in CallOperands operands, int keyCount, Span<float> destination) =>
                    {{name}}.ForwardBlock(block, {{inputs}}, keyCount, destination);

                public void ForwardBlock(int block, in CallOperands operands, int keyCount, Span<float> destination, Span<float> logSumExp) =>
                    {{name}}.ForwardBlock(block, {{inputs}}, keyCount, destination, logSumExp);

                public void ForwardParallel(in CallOperands operands, Memory<float> destination) =>
                    {{name}}.ForwardParallel({{memories}}, destination);

                public void Backward(in CallOperands operands, in BackwardOperands backward) =>
                    {{Backward("")}};

                public void Backward(in CallOperands operands, int keyCount, in BackwardOperands backward) =>
                    {{Backward("keyCount, ")}};

                public int StateLength(int queryLength) => {{OfState("StateLength(queryLength)")}};

                public void Begin(in CallOperands operands, Span<float> state) =>
                    {{OfState($"Begin({begun}state)")}};

                public void Continue(in CallOperands operands, int firstKey, int totalKeys, Span<float> state) =>
                    {{OfState($"Continue({carried}, {place}state)")}};

                public void Continue(in CallOperands operands, int keyCount, int firstKey, int totalKeys, Span<float> state) =>
                    {{OfState($"Continue({carried}, keyCount, {place}state)")}};

                public void Finish(ReadOnlySpan<float> state, Span<float> destination) =>
                    {{OfState("Finish(state, destination)")}};

                public void Finish(ReadOnlySpan<float> state, Span<float> destination, Span<float> logSumExp) =>
                    {{OfState("Finish(state, destination, logSumExp)")}};

                public long Flops(int queryLength, int keyLength) => {{name}}.Flops(queryLength, keyLength);

                public int[] Constants => [{{name}}.Heads, {{name}}.KeyValueHeads, {{name}}.HeadDim, {{name}}.ValueDim, {{name}}.StackBytes];
            }
            """);
    }

    public static string Write(string name, SelfAttentionDeclaration declaration) => File(
        $"[SelfAttention({Arguments(declaration)})]",
        $"{StaticTypes[Math.Abs(name[^1] % StaticTypes.Length)]} {name};",
        $$"""
        public sealed class {{name}}{{GlueSuffix}} : ICompiledSelfAttention
        {
            public void Scores(ReadOnlySpan<float> inputs, Span<float> destination) => {{name}}.Scores(inputs, destination);

            public void Weights(ReadOnlySpan<float> inputs, Span<float> destination) => {{name}}.Weights(inputs, destination);

            public void Forward(ReadOnlySpan<float> inputs, Span<float> destination) => {{name}}.Forward(inputs, destination);

            public void Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> contextGradient, Span<float> inputGradient) =>
                {{(declaration.Gradients ? $"{name}.Backward(inputs, contextGradient, inputGradient)" : "throw new NotSupportedException(\"The declaration has no gradients.\")")}};
        }
        """);

    public static string Write(string name, LayerDeclaration declaration)
    {
        string inputs = Join([.. LayerParameters.Forward(declaration).Select(Span)]);
        string memories = Join([.. LayerParameters.Forward(declaration).Select(SharedMemory)]);
        string context = Join([.. LayerParameters.Context(declaration).Select(Span)]);
        string projectedInputs = Join(["operands.Inputs.Span", "context", .. LayerParameters.Options(declaration).Select(Span)]);
        string Cached(string call) => declaration.ContextLength is null ? "throw new NotSupportedException(\"The layer declares no cache.\")" : $"layer!.{call}";
        string Several(string call) => declaration.SequenceLength is not null ? "throw new NotSupportedException(\"The layer takes one sequence.\")" : call;
        string Own(string call) => declaration.IsCross ? "throw new NotSupportedException(\"Keys come from contexts.\")" : Several(call);
        string pairs = string.Concat(LayerParameters.Options(declaration).Select(static option => ", " + Span(option)));
        string Cross(string call) => declaration.IsCross ? $"layer!.{call}" : "throw new NotSupportedException(\"Keys come from the inputs.\")";
        string workspace = declaration.IsCross ? "tokens, contextTokens" : "tokens";
        string Learned(string call) => declaration.Gradients ? call : "throw new NotSupportedException(\"The layer does not learn.\")";
        string weights = string.Join(" ", LayerTensors.Names(declaration).Select(static tensor => $"{tensor} = tensors(\"{tensor}\").Span,"));
        string gradients = string.Join(" ", LayerTensors.Learned(declaration).Select(static tensor => $"{tensor} = gradients(\"{tensor}\").Span,"));
        string tapedPairs = string.Concat(LayerParameters.Pairs(declaration).Select(static option => $"{Span(option)}, "));
        string[] sequences = ["operands.Inputs.Span", "lengths", .. declaration.IsCross ? [context, "contextLengths"] : Array.Empty<string>()];
        return File(
            $"[MultiHeadAttention({Arguments(declaration)})]",
            $"public sealed partial class {name};",
            $$"""
            public sealed class {{name}}{{GlueSuffix}} : ICompiledLayer
            {
                private {{name}}? layer;

                public ICompiledLayer Create(Func<string, ReadOnlyMemory<float>> tensors) => new {{name}}{{GlueSuffix}}
                {
                    layer = new {{name}}(new {{name}}.Weights
                    {
                        {{weights}}
                    }),
                };

                public void Forward(in LayerOperands operands, Span<float> destination) =>
                    layer!.Forward({{inputs}}, destination);

                public void Forward(in LayerOperands operands, int tokenCount, Span<float> destination) =>
                    layer!.Forward({{inputs}}, tokenCount, destination);

                public void AttentionWeights(in LayerOperands operands, Span<float> destination) =>
                    layer!.AttentionWeights({{inputs}}, destination);

                public void AttentionWeights(in LayerOperands operands, int tokenCount, Span<float> destination) =>
                    layer!.AttentionWeights({{inputs}}, tokenCount, destination);

                public void ForwardAdd(in LayerOperands operands, ReadOnlySpan<float> residual, Span<float> destination) =>
                    layer!.ForwardAdd({{inputs}}, residual, destination);

                public void ForwardAdd(in LayerOperands operands, KeyValueCache cache, ReadOnlySpan<float> residual, Span<float> destination) =>
                    {{Cached($"ForwardAdd({inputs}, cache, residual, destination)")}};

                public KeyValueCache CreateCache() =>
                    {{Cached("CreateCache()")}};

                public void Forward(in LayerOperands operands, KeyValueCache cache, Span<float> destination) =>
                    {{Cached($"Forward({inputs}, cache, destination)")}};

                public void AttentionWeights(in LayerOperands operands, KeyValueCache cache, Span<float> destination) =>
                    {{Cached($"AttentionWeights({inputs}, cache, destination)")}};

                public void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, Span<float> destination) =>
                    {{Own($"layer!.Forward(operands.Inputs.Span, lengths{pairs}, destination)")}};

                public void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths, Span<float> destination) =>
                    {{Several(Cross($"Forward(operands.Inputs.Span, lengths, {context}, contextLengths{pairs}, destination)"))}};

                public void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, ReadOnlySpan<ContextCache> contexts, Span<float> destination) =>
                    {{Several(Cross($"Forward(operands.Inputs.Span, lengths, contexts{pairs}, destination)"))}};

                public void Forward(in LayerOperands operands, ReadOnlySpan<ContextCache> contexts, Span<float> destination) =>
                    {{Several(Cross($"Forward(operands.Inputs.Span, contexts{pairs}, destination)"))}};

                public void Forward(in LayerOperands operands, ReadOnlySpan<KeyValueCache> caches, Span<float> destination) =>
                    {{Cached($"Forward(operands.Inputs.Span, caches{pairs}, destination)")}};

                public void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, ReadOnlySpan<KeyValueCache> caches, Span<float> destination) =>
                    {{Cached($"Forward(operands.Inputs.Span, lengths, caches{pairs}, destination)")}};

                public void ForwardParallel(in LayerOperands operands, Memory<float> destination) =>
                    {{Several($"layer!.ForwardParallel({memories}, destination)")}};

                public void ForwardParallel(in LayerOperands operands, KeyValueCache cache, Memory<float> destination) =>
                    {{Cached($"ForwardParallel({memories}, cache, destination)")}};

                public void ForwardParallel(in LayerOperands operands, ContextCache context, Memory<float> destination) =>
                    {{Several(Cross($"ForwardParallel(operands.Inputs, context{string.Concat(LayerParameters.Options(declaration).Select(static option => ", " + SharedMemory(option)))}, destination)"))}};

                public long WorkspaceBytes(ReadOnlySpan<int> lengths) =>
                    {{Own($"{name}.WorkspaceBytes(lengths)")}};

                public long WorkspaceBytes(ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths) =>
                    {{Several($"{name}.WorkspaceBytes(lengths{(declaration.IsCross ? ", contextLengths" : "")})")}};

                public ContextCache ProjectContext(in LayerOperands operands) =>
                    {{Cross($"ProjectContext({context})")}};

                public void Forward(in LayerOperands operands, ContextCache context, Span<float> destination) =>
                    {{Cross($"Forward({projectedInputs}, destination)")}};

                public object CreateTape(int tokens, int contextTokens) => {{Learned($"{name}.CreateTape({workspace})")}};

                public void Forward(in LayerOperands operands, object? tape, Span<float> destination) =>
                    {{Learned($"layer!.Forward({inputs}, ({name}.Tape)tape!, destination)")}};

                public void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths, object? tape, Span<float> destination) =>
                    {{Several(Learned($"layer!.Forward({Join(sequences)}{pairs}, ({name}.Tape)tape!, destination)"))}};

                public void Backward(object? tape, in LayerOperands operands, ReadOnlySpan<float> destinationGradient, Func<string, Memory<float>> gradients) =>
                    {{Learned($"layer!.Backward(({name}.Tape)tape!, {tapedPairs}destinationGradient, new() {{ {gradients} }}, {Join([.. LayerParameters.Results(declaration).Select(static result => $"gradients(\"{result}\").Span")])})")}};

                public void Load(Func<string, ReadOnlyMemory<float>> tensors) => {{Learned($"layer!.Load(new() {{ {weights} }})")}};

                public long WorkspaceBytes(int tokens) => {{name}}.WorkspaceBytes(tokens);

                public long WorkspaceBytes(int tokens, int contextTokens) => {{name}}.WorkspaceBytes({{workspace}});
            }
            """);
    }

    public static string Arguments(AttentionDeclaration declaration)
    {
        AttentionShape shape = declaration.Shape;
        return AttributeArguments.Write(
            typeof(AttentionAttribute),
            [shape, declaration],
            [
                ("ValueDim", Unless(shape.ValueDim, shape.HeadDim)),
                ("Heads", Unless(shape.Heads, 1)),
                ("KeyValueHeads", Unless(shape.KeyValueHeads, shape.Heads)),
                .. Lengths(declaration.QueryLength, declaration.KeyLength),
            ]);
    }

    public static string Arguments(SelfAttentionDeclaration declaration) => AttributeArguments.Write(typeof(SelfAttentionAttribute), [declaration]);

    public static string Arguments(BlockDeclaration declaration) => AttributeArguments.Write(typeof(TransformerBlockAttribute), [declaration]);

    public static string Arguments(CrossDeclaration declaration) => AttributeArguments.Write(
        typeof(CrossAttentionAttribute),
        [declaration],
        ("Heads", Unless(declaration.Heads, 1)),
        ("KeyValueHeads", Unless(declaration.KeyValueHeads, declaration.Heads)),
        ("HeadDim", declaration.Heads * declaration.HeadDim == declaration.InputDim ? null : declaration.HeadDim),
        ("OutputProjection", declaration.OutputProjection ? null : false),
        ("OutputBias", declaration.OutputProjection && !declaration.OutputBias ? false : null));

    public static string Arguments(PerceptronDeclaration declaration) =>
        AttributeArguments.Write(declaration is LinearDeclaration ? typeof(LinearAttribute) : typeof(FeedForwardAttribute), [declaration]);

    public static string Arguments(AdditiveDeclaration declaration) => AttributeArguments.Write(
        typeof(AdditiveAttentionAttribute),
        [declaration],
        [("ValueDim", Unless(declaration.ValueDim, declaration.HeadDim)), .. Lengths(declaration.QueryLength, declaration.KeyLength)]);

    public static string Arguments(LayerDeclaration declaration) => AttributeArguments.Write(
        typeof(MultiHeadAttentionAttribute),
        [declaration],
        ("OutputDim", Unless(declaration.OutputDim, declaration.InputDim)),
        ("Heads", Unless(declaration.Heads, 1)),
        ("KeyValueHeads", Unless(declaration.KeyValueHeads, declaration.Heads)),
        ("HeadDim", declaration.QueryDim == declaration.OutputDim ? null : declaration.HeadDim),
        ("OutputBias", declaration.OutputProjection && !declaration.OutputBias ? false : null));

    // One length is declared for both where they are equal.
    private static (string Property, object? Value)[] Lengths(int? queryLength, int? keyLength)
    {
        int? both = queryLength == keyLength ? queryLength : null;
        return [("SequenceLength", both), ("QueryLength", both is null ? queryLength : null), ("KeyLength", both is null ? keyLength : null)];
    }

    private static int? Unless(int value, int absent) => value == absent ? null : value;

    // One context serves keys and values.
    private static string Memory(string parameter) => parameter == "context" ? "operands.KeyInputs" : $"operands.{char.ToUpperInvariant(parameter[0])}{parameter[1..]}";

    /// <summary>An operand as the argument of an emitted member.</summary>
    public static string Span(string parameter) =>
        parameter == "positions" ? $"System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>({Memory(parameter)}.Span)" : $"{Memory(parameter)}.Span";

    /// <summary>The same in memory that several threads see.</summary>
    public static string SharedMemory(string parameter) => parameter == "positions" ? $"{Span(parameter)}.ToArray()" : Memory(parameter);

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
}
