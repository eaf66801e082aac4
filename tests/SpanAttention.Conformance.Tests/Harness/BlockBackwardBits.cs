using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares what a transformer block learns by with the scalar references of its parts put together, bit for bit: one sequence, and several side by side.</summary>
public static class BlockBackwardBits
{
    // Tokens that a tape has room for beyond those of the call.
    private const int Spare = 3;

    /// <summary>The trial's own tokens.</summary>
    public static IReadOnlyList<string> Differences(ICompiledBlock compiled, BlockTrial trial, DataKind kind)
    {
        LayerInputs inputs = Sequence(trial.Layer, trial.Layer.Tokens, trial.Layer.Tokens, trial.Layer.Seed).Inputs(kind);
        LayerInputs[] contexts = trial.Cross is { } cross ? [Sequence(cross, trial.Layer.Tokens, cross.ContextTokens, cross.Seed).Inputs(kind)] : [];
        LayerOperands operands = LayerOperands.Of(inputs, contexts.FirstOrDefault());
        return Differences(compiled, trial, kind, [inputs], contexts, (block, tape, stream) => block.Forward(stream, operands, tape));
    }

    /// <summary>Sequences side by side.</summary>
    public static IReadOnlyList<string> Differences(ICompiledBlock compiled, BlockTrial trial, DataKind kind, int[] lengths, int[] contextLengths)
    {
        LayerInputs[] sequences = [.. lengths.Select((tokens, number) => Sequence(trial.Layer, tokens, tokens, (trial.Layer.Seed / 2) + number).Inputs(kind))];
        LayerInputs[] contexts = trial.Cross is { } cross ? [.. lengths.Select((tokens, number) => Sequence(cross, tokens, contextLengths[number], (cross.Seed / 2) + number).Inputs(kind))] : [];
        return Differences(compiled, trial, kind, sequences, contexts, (block, tape, stream) => block.Forward(stream, lengths, contextLengths, SequenceBits.SideBySide(sequences, contexts), tape));
    }

    private static IReadOnlyList<string> Differences(
        ICompiledBlock compiled, BlockTrial trial, DataKind kind, IReadOnlyList<LayerInputs> sequences, IReadOnlyList<LayerInputs> contexts, Action<ICompiledBlock, object, float[]> forward)
    {
        Func<string, float[]> tensors = trial.Tensors(kind);
        ICompiledBlock block = compiled.Create(name => new float[tensors(name).Length]);
        block.Load(name => tensors(name));
        int tokens = sequences.Sum(static sequence => sequence.QueryLength);
        int contextTokens = contexts.Sum(static context => context.KeyLength);
        object tape = block.CreateTape(tokens + Spare, contextTokens + Spare);
        float[] stream = [.. sequences.SelectMany(static sequence => sequence.Inputs)];
        float[] slopes = new DataFiller(trial.Layer.Seed / 3).Fill(kind, stream.Length);
        DirtyWorkspace.Spread(block.WorkspaceBytes(tokens, contextTokens));
        forward(block, tape, stream);

        List<string?> differences = [];
        Dictionary<string, float[]> gradients = trial.Gradients(kind);
        Dictionary<string, float[]> expected = trial.Gradients(kind);
        foreach (string call in new[] { "Backward", "Backward again" })
        {
            BlockGradients wanted = new CanonicalBlockBackward(
                CanonicalArithmetic.Running, trial.Declaration, trial.AttentionTensors(kind), trial.Cross?.Tensors(kind), trial.FeedForwardTensors(kind), trial.Norms(kind), expected).Backward(sequences, contexts, slopes);
            BlockGradients results = new(stream, [.. slopes], Bits.NewDestination(wanted.Context.Length), [.. wanted.Bias.Select(static _ => float.NaN)], [.. wanted.ContextBias.Select(static _ => float.NaN)]);
            DirtyWorkspace.Spread(block.WorkspaceBytes(tokens, contextTokens));
            block.Backward(tape, SequenceBits.SideBySide(sequences, contexts), name => gradients[name], results);
            differences.AddRange(wanted.All.Zip(results.All, (one, other) => Bits.Difference($"{call}: {one.Name}", one.Numbers, other.Numbers)));
            differences.AddRange(expected.Select(gradient => Bits.Difference($"{call}: gradient of {gradient.Key}", gradient.Value, gradients[gradient.Key])));
        }

        return [.. differences.OfType<string>()];
    }

    private static LayerTrial Sequence(LayerTrial trial, int tokens, int contextTokens, int seed) => trial with { Tokens = tokens, ContextTokens = contextTokens, TokenCount = contextTokens, Seed = seed };
}
