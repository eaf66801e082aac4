using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>A layer with a cache, compiled, and tokens to give it by number.</summary>
public sealed class SampleCache
{
    private readonly LayerDeclaration declaration;
    private readonly float[] inputs;

    public SampleCache(LayerDeclaration declaration, int tokens)
    {
        this.declaration = declaration;
        LayerTrial trial = new(declaration, tokens, tokens, tokens, 20240229);
        inputs = trial.Inputs(DataKind.Ordinary).Inputs;
        Layer = CompiledDeclarations.Compile(declaration).Create(trial.Tensors(DataKind.Ordinary));
    }

    public ICompiledLayer Layer { get; }

    public LayerOperands TokensFrom(int first, int count) => Tokens(Enumerable.Range(first, count));

    public LayerOperands Tokens(IEnumerable<int> numbers)
    {
        float[] tokens = [.. numbers.SelectMany(number => inputs.AsSpan(number * declaration.InputDim, declaration.InputDim).ToArray())];
        return new LayerOperands { Inputs = tokens };
    }

    public float[] NewOutputs(int tokens) => new float[tokens * declaration.OutputDim];

    public KeyValueCache Filled(int tokens)
    {
        KeyValueCache cache = Layer.CreateCache();
        Layer.Forward(TokensFrom(0, tokens), cache, NewOutputs(tokens));
        return cache;
    }
}
