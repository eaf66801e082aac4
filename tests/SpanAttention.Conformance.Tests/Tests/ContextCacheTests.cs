using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Contexts that a layer has projected: shared, of one layer's shape; that they give the bits of the context itself is tried with random layers.</summary>
public sealed class ContextCacheTests
{
    private const int Tokens = 2;
    private const int ContextTokens = 70;

    private static readonly LayerDeclaration Declaration = new() { InputDim = 4, OutputDim = 4, Heads = 2, KeyValueHeads = 1, HeadDim = 2, ContextDim = 3 };
    private static readonly LayerTrial Trial = new(Declaration, Tokens, ContextTokens, ContextTokens, 20240229);
    private static readonly LayerOperands Operands = LayerOperands.Of(Trial.Inputs(DataKind.Ordinary));
    private static readonly Lazy<ICompiledLayer> Layer = new(static () => Create(Trial));

    [Fact]
    public void It_counts_its_tokens() => Assert.Equal(ContextTokens, Layer.Value.ProjectContext(Operands).Count);

    [Fact]
    public void Threads_share_it()
    {
        ContextCache context = Layer.Value.ProjectContext(Operands);
        float[] expected = Outputs(context);

        Parallel.For(0, 64, _ => Assert.Equal(expected, Outputs(context)));
    }

    [Fact]
    public void Another_layers_context_is_refused()
    {
        ContextCache context = Create(Trial with { Declaration = Declaration with { HeadDim = 3 } }).ProjectContext(Operands);
        float[] destination = Bits.NewDestination(Tokens * Declaration.OutputDim);

        ArgumentException exception = Assert.Throws<ArgumentException>("context", () => Layer.Value.Forward(Operands, context, destination));

        Assert.StartsWith("context is a context of [tokens, ", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("context", () => Layer.Value.Forward(Operands, (ContextCache)null!, destination));
        Assert.All(destination, static element => Assert.Equal(Bits.Untouched, element));
    }

    private static float[] Outputs(ContextCache context)
    {
        float[] outputs = new float[Tokens * Declaration.OutputDim];
        Layer.Value.Forward(Operands, context, outputs);
        return outputs;
    }

    private static ICompiledLayer Create(LayerTrial trial) => CompiledDeclarations.Compile(trial.Declaration).Create(trial.Tensors(DataKind.Ordinary));
}
