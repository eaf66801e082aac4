using System.Reflection;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>[TransformerBlock] declarations, compiled together.</summary>
public sealed class CompiledBlocks
{
    private readonly List<BlockDeclaration> declarations;
    private readonly Assembly assembly;

    private CompiledBlocks(List<BlockDeclaration> declarations, Assembly assembly)
    {
        this.declarations = declarations;
        this.assembly = assembly;
    }

    public static CompiledBlocks Compile(IEnumerable<BlockDeclaration> declarations)
    {
        List<BlockDeclaration> distinct = [.. declarations.Distinct()];
        return new(distinct, Compiler(distinct).Load());
    }

    /// <summary>The same with other texts in the place of what was emitted.</summary>
    public static CompiledBlocks Load(BlockDeclaration declaration, DeclarationCompiler compiler, IReadOnlyDictionary<string, string> emittedSources) => new([declaration], compiler.Load(emittedSources));

    public static DeclarationCompiler Compiler(IReadOnlyList<BlockDeclaration> declarations) =>
        new(declarations.Select(static (declaration, index) => Write($"Block{index}", declaration)));

    public ICompiledBlock Find(BlockDeclaration declaration) =>
        (ICompiledBlock)Activator.CreateInstance(assembly.GetType($"Declared.Block{declarations.IndexOf(declaration)}Glue", throwOnError: true)!)!;

    private static string Write(string name, BlockDeclaration declaration)
    {
        CrossDeclaration? cross = declaration.Cross;
        string options = string.Concat(LayerParameters.Options(declaration).Select(static option => $", {DeclarationWriter.Span(option)}"));
        string context = cross is null ? "" : $", {DeclarationWriter.Span("context")}";
        string memories = string.Concat(LayerParameters.Options(declaration).Select(static option => $", {DeclarationWriter.SharedMemory(option)}"));
        string contextMemory = cross is null ? "" : $", {DeclarationWriter.SharedMemory("context")}";
        string Cached(string call) => declaration.Attention.ContextLength is null ? "throw new NotSupportedException()" : $"block!.{call}";
        string OfCaches(string call) => declaration.Attention.ContextLength is null ? "throw new NotSupportedException()" : call;
        string Own(string call) => cross is not null ? "throw new NotSupportedException()" : call;
        string Projected(string call) => cross is null ? "throw new NotSupportedException()" : call;
        string Several(string call) => declaration.Attention.SequenceLength is not null ? "throw new NotSupportedException()" : call;
        string Learned(string call) => declaration.Gradients ? call : "throw new NotSupportedException()";
        string pairs = string.Concat(LayerParameters.Pairs(declaration).Select(static option => $"{DeclarationWriter.Span(option)}, "));
        string results = string.Join(", ", LayerParameters.Results(declaration));
        string Tensors(string source, Func<LayerDeclaration, IReadOnlyList<string>> names) => string.Join(
            " ",
            [
                $"Attention = {{ {Named(source, "Attention.", names(declaration.Attention))} }},",
                cross is null ? "" : $"CrossAttention = {{ {Named(source, "CrossAttention.", names(cross.Layer))} }},",
                $"FeedForward = {{ {Named(source, "FeedForward.", declaration.FeedForward.Tensors.Select(static tensor => tensor.Name))} }},",
                Named(source, "", declaration.Norms.Select(static norm => norm.Name)),
            ]);
        return $$"""
            using System;
            using SpanAttention;
            using SpanAttention.Conformance.Tests.Harness;
            using SpanAttention.Conformance.Tests.Shapes;

            namespace Declared;

            [TransformerBlock({{DeclarationWriter.Arguments(declaration)}})]
            [MultiHeadAttention({{DeclarationWriter.Arguments(declaration.Attention)}})]
            {{(cross is null ? "" : $"[CrossAttention({DeclarationWriter.Arguments(cross)})]")}}
            [FeedForward({{DeclarationWriter.Arguments(declaration.FeedForward)}})]
            internal sealed partial class {{name}};

            public sealed class {{name}}Glue : ICompiledBlock
            {
                private {{name}}? block;

                public ICompiledBlock Create(Func<string, ReadOnlyMemory<float>> tensors) => new {{name}}Glue
                {
                    block = new(new {{name}}.Weights { {{Tensors("tensors", LayerTensors.Names)}} }),
                };

                public void Forward(Span<float> stream, in LayerOperands operands) => block!.Forward(stream{{context}}{{options}});

                public void Forward(Span<float> stream, in LayerOperands operands, int tokenCount) => block!.Forward(stream{{context}}{{options}}, tokenCount);

                public KeyValueCache CreateCache() => {{Cached("CreateCache()")}};

                public void Forward(Span<float> stream, in LayerOperands operands, KeyValueCache cache) => {{Cached($"Forward(stream{context}{options}, cache)")}};

                public void Forward(Span<float> stream, ReadOnlySpan<int> lengths, in LayerOperands operands) => {{Own(Several($"block!.Forward(stream, lengths{options})"))}};

                public void Forward(Span<float> stream, ReadOnlySpan<KeyValueCache> caches, in LayerOperands operands) => {{Own(OfCaches($"block!.Forward(stream, caches{options})"))}};

                public void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<KeyValueCache> caches, in LayerOperands operands) => {{Own(OfCaches($"block!.Forward(stream, lengths, caches{options})"))}};

                public void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths, in LayerOperands operands) => {{Projected(Several($"block!.Forward(stream, lengths{context}, contextLengths{options})"))}};

                public void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<ContextCache> contexts, in LayerOperands operands) => {{Projected(Several($"block!.Forward(stream, lengths, contexts{options})"))}};

                public void Forward(Span<float> stream, ReadOnlySpan<ContextCache> contexts, ReadOnlySpan<KeyValueCache> caches, in LayerOperands operands) => {{Projected(OfCaches($"block!.Forward(stream, contexts, caches{options})"))}};

                public void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<ContextCache> contexts, ReadOnlySpan<KeyValueCache> caches, in LayerOperands operands) => {{Projected(OfCaches($"block!.Forward(stream, lengths, contexts, caches{options})"))}};

                public void ForwardParallel(Memory<float> stream, in LayerOperands operands) => {{Several($"block!.ForwardParallel(stream{contextMemory}{memories})")}};

                public void ForwardParallel(Memory<float> stream, in LayerOperands operands, KeyValueCache cache) => {{OfCaches($"block!.ForwardParallel(stream{contextMemory}{memories}, cache)")}};

                public void ForwardParallel(Memory<float> stream, ContextCache context, in LayerOperands operands) => {{Projected(Several($"block!.ForwardParallel(stream, context{memories})"))}};

                public void ForwardParallel(Memory<float> stream, ContextCache context, in LayerOperands operands, KeyValueCache cache) => {{Projected(OfCaches($"block!.ForwardParallel(stream, context{memories}, cache)"))}};

                public ContextCache ProjectContext(in LayerOperands operands) => {{Projected($"block!.ProjectContext({DeclarationWriter.Span("context")})")}};

                public void Forward(Span<float> stream, ContextCache context, in LayerOperands operands) => {{Projected($"block!.Forward(stream, context{options})")}};

                public void Forward(Span<float> stream, ContextCache context, in LayerOperands operands, int tokenCount) => {{Projected($"block!.Forward(stream, context{options}, tokenCount)")}};

                public void Forward(Span<float> stream, ContextCache context, in LayerOperands operands, KeyValueCache cache) => {{Projected(Cached($"Forward(stream, context{options}, cache)"))}};

                public object CreateTape(int tokens, int contextTokens) => {{Learned($"{name}.CreateTape(tokens{(cross is null ? "" : ", contextTokens")})")}};

                public void Forward(Span<float> stream, in LayerOperands operands, object? tape) => {{Learned($"block!.Forward(stream{context}{options}, ({name}.Tape)tape!)")}};

                public void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths, in LayerOperands operands, object? tape) =>
                    {{Learned(Several($"block!.Forward(stream, lengths{context}{(cross is null ? "" : ", contextLengths")}{options}, ({name}.Tape)tape!)"))}};

                public void Backward(object? tape, in LayerOperands operands, Func<string, Memory<float>> gradients, BlockGradients results) =>
                    {{Learned($"block!.Backward(({name}.Tape)tape!, {pairs}new {name}.Gradients {{ {Tensors("gradients", LayerTensors.Learned)} }}, {results})")}};

                public void Load(Func<string, ReadOnlyMemory<float>> tensors) => {{Learned($"block!.Load(new {name}.Weights {{ {Tensors("tensors", LayerTensors.Names)} }})")}};

                public long WorkspaceBytes(int tokens) => {{name}}.WorkspaceBytes(tokens);

                public long WorkspaceBytes(int tokens, int contextTokens) => {{name}}.WorkspaceBytes(tokens{{(cross is null ? "" : ", contextTokens")}});

                public long WorkspaceBytes(ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths) => {{Several($"{name}.WorkspaceBytes(lengths{(cross is null ? "" : ", contextLengths")})")}};
            }
            """;
    }

    private static string Named(string source, string part, IEnumerable<string> names) => string.Join(" ", names.Select(name => $"{name} = {source}(\"{part}{name}\").Span,"));
}
