using System.Reflection;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>[Linear] and [FeedForward] declarations, compiled together.</summary>
public sealed class CompiledPerceptrons
{
    private readonly List<PerceptronDeclaration> declarations;
    private readonly Assembly assembly;

    private CompiledPerceptrons(List<PerceptronDeclaration> declarations, Assembly assembly)
    {
        this.declarations = declarations;
        this.assembly = assembly;
    }

    public static CompiledPerceptrons Compile(IEnumerable<PerceptronDeclaration> declarations)
    {
        List<PerceptronDeclaration> distinct = [.. declarations.Distinct()];
        return new(distinct, Compiler(distinct).Load());
    }

    /// <summary>The same with other texts in the place of what was emitted.</summary>
    public static CompiledPerceptrons Load(IEnumerable<PerceptronDeclaration> declarations, DeclarationCompiler compiler, IReadOnlyDictionary<string, string> emittedSources) =>
        new([.. declarations], compiler.Load(emittedSources));

    public static DeclarationCompiler Compiler(IReadOnlyList<PerceptronDeclaration> declarations) =>
        new(declarations.Select(static (declaration, index) => Write($"Perceptron{index}", declaration)));

    /// <summary>The same in vectors of so many bits, where the width was left open.</summary>
    public CompiledPerceptrons In(int width)
    {
        VectorChoice.Pick(assembly, width);
        return this;
    }

    public ICompiledPerceptron Find(PerceptronDeclaration declaration) =>
        (ICompiledPerceptron)Activator.CreateInstance(assembly.GetType($"Declared.Perceptron{declarations.IndexOf(declaration)}Glue", throwOnError: true)!)!;

    private static string Write(string name, PerceptronDeclaration declaration)
    {
        (string attribute, string constants, string copy) = declaration is LinearDeclaration
            ? ("Linear", $"[{name}.InputDim, {name}.OutputDim]", "layer!.CopyWeights(output, destination)")
            : ("FeedForward", $"[{name}.InputDim, {name}.HiddenDim, {name}.OutputDim]", "throw new NotSupportedException()");
        string weights = string.Join(", ", declaration.Tensors.Select(static tensor => $"{tensor.Name} = tensors(\"{tensor.Name}\").Span"));
        string gradients = string.Join(", ", declaration.Tensors.Select(static tensor => $"{tensor.Name} = gradients(\"{tensor.Name}\").Span"));
        string Learned(string call) => declaration.Gradients ? call : "throw new NotSupportedException()";
        return $$"""
            using System;
            using SpanAttention;
            using SpanAttention.Conformance.Tests.Harness;

            namespace Declared;

            [{{attribute}}({{DeclarationWriter.Arguments(declaration)}})]
            internal sealed partial class {{name}};

            public sealed class {{name}}Glue : ICompiledPerceptron
            {
                private {{name}}? layer;

                public ICompiledPerceptron Create(Func<string, ReadOnlyMemory<float>> tensors) => new {{name}}Glue { layer = new(new() { {{weights}} }) };

                public void Forward(ReadOnlySpan<float> inputs, Span<float> destination) => layer!.Forward(inputs, destination);

                public void ForwardAdd(ReadOnlySpan<float> inputs, ReadOnlySpan<float> residual, Span<float> destination) => layer!.ForwardAdd(inputs, residual, destination);

                public void ForwardParallel(ReadOnlyMemory<float> inputs, Memory<float> destination) => layer!.ForwardParallel(inputs, destination);

                public void CopyWeights(int output, Span<float> destination) => {{copy}};

                public long WorkspaceBytes(int tokens) => {{name}}.WorkspaceBytes(tokens);

                public object CreateTape(int tokens) => {{Learned($"{name}.CreateTape(tokens)")}};

                public void Forward(ReadOnlySpan<float> inputs, object? tape, Span<float> destination) => {{Learned($"layer!.Forward(inputs, ({name}.Tape)tape!, destination)")}};

                public void Backward(object? tape, ReadOnlySpan<float> destinationGradient, Func<string, Memory<float>> gradients, Span<float> inputGradient) =>
                    {{Learned($"layer!.Backward(({name}.Tape)tape!, destinationGradient, new() {{ {gradients} }}, inputGradient)")}};

                public void Load(Func<string, ReadOnlyMemory<float>> tensors) => {{Learned($"layer!.Load(new() {{ {weights} }})")}};

                public int[] Constants => {{constants}};
            }
            """;
    }
}
