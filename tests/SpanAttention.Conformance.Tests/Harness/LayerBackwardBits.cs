using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares what an attention layer learns by with the scalar reference, bit for bit: one sequence, and several side by side.</summary>
public static class LayerBackwardBits
{
    // Tokens that a tape has room for beyond those of the call.
    private const int Spare = 3;

    /// <summary>The trial's own tokens.</summary>
    public static IReadOnlyList<string> Differences(ICompiledLayer compiled, LayerTrial trial, DataKind kind)
    {
        LayerInputs inputs = Unpadded(trial, trial.Tokens, trial.ContextTokens, trial.Seed).Inputs(kind);
        return Differences(compiled, trial, kind, [inputs], (layer, tape, destination) => layer.Forward(LayerOperands.Of(inputs), tape, destination));
    }

    /// <summary>Sequences side by side.</summary>
    public static IReadOnlyList<string> Differences(ICompiledLayer compiled, LayerTrial trial, DataKind kind, int[] lengths, int[] contextLengths)
    {
        LayerInputs[] sequences = [.. lengths.Zip(contextLengths, (tokens, contextTokens) => (tokens, contextTokens)).Select((pair, number) => Unpadded(trial, pair.tokens, pair.contextTokens, (trial.Seed / 2) + number).Inputs(kind))];
        return Differences(compiled, trial, kind, sequences, (layer, tape, destination) => layer.Forward(SequenceBits.SideBySide(sequences), lengths, contextLengths, tape, destination));
    }

    private static IReadOnlyList<string> Differences(ICompiledLayer compiled, LayerTrial trial, DataKind kind, IReadOnlyList<LayerInputs> sequences, Action<ICompiledLayer, object, float[]> forward)
    {
        LayerDeclaration declaration = trial.Declaration;
        LayerTensors tensors = trial.Tensors(kind);
        ICompiledLayer layer = compiled.Create(trial.Tensors(DataKind.Ordinary));
        layer.Load(name => tensors.Of(name));
        int tokens = sequences.Sum(static sequence => sequence.QueryLength);
        int keyTokens = sequences.Sum(static sequence => sequence.KeyLength);
        object tape = layer.CreateTape(tokens + Spare, keyTokens + Spare);
        float[] outputs = Bits.NewDestination(tokens * declaration.OutputDim);
        DirtyWorkspace.Spread(layer.WorkspaceBytes(tokens, keyTokens));
        forward(layer, tape, outputs);
        CanonicalLayer reference = new(CanonicalArithmetic.Running, declaration, tensors);
        List<string?> differences = [Bits.Difference("Forward onto a tape", [.. sequences.SelectMany(reference.Forward)], outputs)];

        float[] destinationGradient = new DataFiller(trial.Seed / 3).Fill(kind, tokens * declaration.OutputDim);
        Dictionary<string, float[]> gradients = Gradients(trial, tensors, kind);
        Dictionary<string, float[]> expected = Gradients(trial, tensors, kind);
        foreach (string call in new[] { "Backward", "Backward again" })
        {
            IReadOnlyDictionary<string, float[]> wanted = new CanonicalLayerBackward(CanonicalArithmetic.Running, declaration, tensors, expected).Backward(sequences, destinationGradient).Of(declaration);
            Dictionary<string, float[]> results = wanted.ToDictionary(static result => result.Key, static result => result.Key == "biasGradient" ? new float[result.Value.Length] : Bits.NewPoisonedDestination(result.Value.Length));
            DirtyWorkspace.Spread(layer.WorkspaceBytes(tokens, keyTokens));
            layer.Backward(tape, SequenceBits.SideBySide(sequences), destinationGradient, name => (results.TryGetValue(name, out float[]? result) ? result : gradients[name]));
            differences.AddRange(wanted.Select(result => Bits.Difference($"{call}: {result.Key}", result.Value, results[result.Key])));
            differences.AddRange(expected.Select(gradient => Bits.Difference($"{call}: gradient of {gradient.Key}", gradient.Value, gradients[gradient.Key])));
        }

        return [.. differences.OfType<string>()];
    }

    private static LayerTrial Unpadded(LayerTrial trial, int tokens, int contextTokens, int seed)
    {
        int keys = trial.Declaration.IsCross ? contextTokens : tokens;
        return trial with { Tokens = tokens, ContextTokens = keys, TokenCount = keys, Seed = seed };
    }

    /// <summary>Gradients that are added to.</summary>
    private static Dictionary<string, float[]> Gradients(LayerTrial trial, LayerTensors tensors, DataKind kind)
    {
        DataFiller filler = new((trial.Seed / 3) + 1);
        return LayerTensors.All.Except([nameof(LayerTensors.RotaryFrequencies)]).ToDictionary(static name => name, name => filler.Fill(kind, tensors.Of(name).Length));
    }
}
