using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares sequences that go through a layer side by side with calls of their own, bit for bit: at once, and in chunks through caches.</summary>
public static class SequenceBits
{
    // Around a block of 64 tokens, and within one.
    private static readonly int[] Lengths = [3, 0, 61, 1, 66, 1, 17];
    private static readonly int[] ContextLengths = [65, 3, 1, 70, 0, 64, 2];

    /// <summary>The layer has no cache, or none is used.</summary>
    public static IEnumerable<string> Differences(ICompiledLayer compiled, LayerTrial trial, DataKind kind)
    {
        ICompiledLayer layer = compiled.Create(trial.Tensors(kind));
        LayerInputs[] sequences = [.. Lengths.Select((tokens, number) => Sequence(trial, tokens, number).Inputs(kind))];
        float[] outputs = NewOutputs(trial.Declaration, Lengths.Sum());
        DirtyWorkspace.Spread(layer.WorkspaceBytes(Lengths));
        layer.Forward(SideBySide(sequences), Lengths, outputs);
        return Differences(trial.Declaration, Lengths, [.. sequences.Select(inputs => Alone(layer, trial.Declaration, inputs))], outputs, "sequences");
    }

    /// <summary>Each sequence attends to a context of its own, of another length: its tokens, what was projected of them, and one token of each sequence over that.</summary>
    public static IEnumerable<string> OverContexts(ICompiledLayer compiled, LayerTrial trial, DataKind kind)
    {
        LayerDeclaration declaration = trial.Declaration;
        ICompiledLayer layer = compiled.Create(trial.Tensors(kind));
        LayerInputs[] sequences = [.. Lengths.Select((tokens, number) => OverContext(trial, tokens, ContextLengths[number], number).Inputs(kind))];
        float[][] expected = [.. sequences.Select(inputs => Alone(layer, declaration, inputs))];
        LayerOperands operands = SideBySide(sequences);
        float[] outputs = NewOutputs(declaration, Lengths.Sum());
        DirtyWorkspace.Spread(layer.WorkspaceBytes(Lengths, ContextLengths));
        layer.Forward(operands, Lengths, ContextLengths, outputs);
        ContextCache[] contexts = [.. sequences.Select(inputs => layer.ProjectContext(LayerOperands.Of(inputs)))];
        float[] overProjected = NewOutputs(declaration, Lengths.Sum());
        layer.Forward(operands, Lengths, contexts, overProjected);
        (LayerInputs Inputs, ContextCache Context, float[] Expected)[] ones = [.. sequences.Zip(contexts).Where(static pair => pair.First.QueryLength > 0).Select(pair => OneOf(pair.First, pair.Second))];
        float[] tokens = NewOutputs(declaration, ones.Length);
        layer.Forward(SideBySide([.. ones.Select(static one => one.Inputs)]), [.. ones.Select(static one => one.Context)], tokens);
        return
        [
            .. Differences(declaration, Lengths, expected, outputs, "sequences over contexts"),
            .. Differences(declaration, Lengths, expected, overProjected, "sequences over projected contexts"),
            .. Differences(declaration, [.. ones.Select(static _ => 1)], [.. ones.Select(static one => one.Expected)], tokens, "a token for each projected context"),
        ];

        (LayerInputs, ContextCache, float[]) OneOf(LayerInputs inputs, ContextCache context)
        {
            LayerInputs one = inputs.Rows(declaration, 0, 1);
            return (one, context, Alone(layer, declaration, one));
        }
    }

    /// <summary>Each sequence has the trial's chunks, begun at another of them.</summary>
    public static IEnumerable<string> Differences(ICompiledLayer compiled, ChunkedTrial trial, DataKind kind)
    {
        LayerDeclaration declaration = trial.Layer.Declaration;
        ICompiledLayer layer = compiled.Create(trial.Layer.Tensors(kind == DataKind.Contagion ? DataKind.Ordinary : kind));
        CachedSequence[] sequences = [.. Enumerable.Range(0, 5).Select(number => new CachedSequence(layer, declaration, Sequence(trial.Layer, trial.Layer.Tokens, number).Inputs(kind)))];
        for (int step = 0; step < trial.Chunks.Count; step++)
        {
            // Those with one token go by themselves, in the form that takes no lengths.
            foreach (IGrouping<bool, (CachedSequence Sequence, int Tokens)> together in sequences.Select((sequence, number) => (sequence, Chunk(trial, step + number))).GroupBy(static pair => pair.Item2 == 1))
            {
                foreach (string difference in Step(layer, declaration, [.. together], together.Key))
                {
                    yield return $"step {step}: {difference}";
                }
            }
        }
    }

    /// <summary>Operands of several calls as those of one.</summary>
    public static LayerOperands SideBySide(IReadOnlyList<LayerInputs> sequences) => new()
    {
        Inputs = Fenced.Memory([.. sequences.SelectMany(static sequence => sequence.Inputs)]),
        KeyInputs = Fenced.Memory([.. sequences.SelectMany(static sequence => sequence.KeyInputs)]),
        ValueInputs = Fenced.Memory([.. sequences.SelectMany(static sequence => sequence.ValueInputs)]),
        Positions = Fenced.Memory(LayerOperands.Bits([.. sequences.SelectMany(static sequence => sequence.Positions)])),
        Cos = Fenced.Memory([.. sequences.SelectMany(static sequence => sequence.Cos)]),
        Sin = Fenced.Memory([.. sequences.SelectMany(static sequence => sequence.Sin)]),
        Mask = sequences.SelectMany(static sequence => sequence.Mask).ToArray(),
        Bias = Fenced.Memory([.. sequences.SelectMany(static sequence => sequence.Bias)]),
    };

    /// <summary>The same of a block's calls, with what its cross-attention takes.</summary>
    public static LayerOperands SideBySide(IReadOnlyList<LayerInputs> sequences, IReadOnlyList<LayerInputs> sources) => SideBySide(sequences) with
    {
        KeyInputs = Fenced.Memory([.. sources.SelectMany(static source => source.KeyInputs)]),
        ContextMask = sources.SelectMany(static source => source.Mask).ToArray(),
        ContextBias = Fenced.Memory([.. sources.SelectMany(static source => source.Bias)]),
    };

    private static IEnumerable<string> Step(ICompiledLayer layer, LayerDeclaration declaration, IReadOnlyList<(CachedSequence Sequence, int Tokens)> together, bool oneEach)
    {
        int[] lengths = [.. together.Select(static pair => pair.Tokens)];
        KeyValueCache[] caches = [.. together.Select(static pair => pair.Sequence.Cache)];
        LayerOperands operands = SideBySide([.. together.Select(static pair => pair.Sequence.Next(pair.Tokens))]);
        float[][] expected = [.. together.Select(static pair => pair.Sequence.Expected(pair.Tokens))];
        int[] counts = [.. together.Select(static pair => pair.Sequence.Cache.Count + pair.Tokens)];
        float[] outputs = NewOutputs(declaration, lengths.Sum());
        DirtyWorkspace.Spread(layer.WorkspaceBytes(0));
        if (oneEach)
        {
            layer.Forward(operands, caches, outputs);
        }
        else
        {
            layer.Forward(operands, lengths, caches, outputs);
        }

        string? miscount = caches.Select(static cache => cache.Count).SequenceEqual(counts) ? null : "caches count otherwise";
        return [.. Differences(declaration, lengths, expected, outputs, oneEach ? "a token for each cache" : "tokens for caches"), .. miscount is null ? Array.Empty<string>() : [miscount]];
    }

    private static IEnumerable<string> Differences(LayerDeclaration declaration, int[] lengths, float[][] expected, float[] outputs, string call)
    {
        int first = 0;
        for (int sequence = 0; sequence < lengths.Length; sequence++)
        {
            int last = first + (lengths[sequence] * declaration.OutputDim);
            if (Bits.Difference($"Forward of {call}, sequence {sequence}", expected[sequence], outputs[first..last]) is { } difference)
            {
                yield return difference;
            }

            first = last;
        }
    }

    private static float[] Alone(ICompiledLayer layer, LayerDeclaration declaration, LayerInputs inputs)
    {
        float[] outputs = NewOutputs(declaration, inputs.QueryLength);
        layer.Forward(LayerOperands.Of(inputs), outputs);
        return outputs;
    }

    private static LayerTrial Sequence(LayerTrial trial, int tokens, int number) => trial with { Tokens = tokens, ContextTokens = tokens, TokenCount = tokens, Seed = (trial.Seed / 2) + number };

    private static LayerTrial OverContext(LayerTrial trial, int tokens, int contextTokens, int number) => Sequence(trial, tokens, number) with { ContextTokens = contextTokens, TokenCount = contextTokens };

    private static int Chunk(ChunkedTrial trial, int step) => trial.Chunks[step % trial.Chunks.Count];

    private static float[] NewOutputs(LayerDeclaration declaration, int tokens) => Bits.NewDestination(tokens * declaration.OutputDim);

    /// <summary>A sequence, its cache, and what a call of its own makes of it.</summary>
    private sealed class CachedSequence(ICompiledLayer layer, LayerDeclaration declaration, LayerInputs inputs)
    {
        private readonly float[] outputs = Alone(layer, declaration, inputs);

        public KeyValueCache Cache { get; } = layer.CreateCache();

        public LayerInputs Next(int tokens) => inputs.Chunk(declaration, Cache.Count, tokens);

        public float[] Expected(int tokens) => outputs[(Cache.Count * declaration.OutputDim)..((Cache.Count + tokens) * declaration.OutputDim)];
    }
}
