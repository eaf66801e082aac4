using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares every member of an emitted transformer block with the scalar reference, bit for bit: tokens at once, padded, and in chunks through a cache, each over a context and over one that is projected.</summary>
public static class BlockDifferences
{
    // Of a call, or of sequences with what fills their tiles of keys.
    private const int MostTokens = 320;

    public static IReadOnlyList<string> Of(ICompiledBlock compiled, BlockTrial trial, DataKind kind)
    {
        Func<string, float[]> tensors = trial.Tensors(kind);
        ICompiledBlock block = compiled.Create(name => tensors(name));
        LayerInputs inputs = trial.Inputs(kind);
        LayerInputs? cross = trial.Cross?.Inputs(kind);
        float[] expected = new CanonicalBlock(CanonicalArithmetic.Running, trial.Declaration, trial.AttentionTensors(kind), trial.Cross?.Tensors(kind), trial.FeedForwardTensors(kind), trial.Norms(kind)).Forward(inputs, cross);
        LayerOperands operands = LayerOperands.Of(inputs, cross);
        List<string?> differences = [Difference("Forward with tokenCount", block, expected, inputs, stream => block.Forward(stream, operands, inputs.TokenCount))];
        if (inputs.TokenCount == inputs.KeyLength)
        {
            differences.Add(Difference("Forward", block, expected, inputs, stream => block.Forward(stream, operands)));
        }

        if (cross is not null)
        {
            differences.AddRange(OverProjectedContext(block, trial, kind, expected));
        }

        if (cross is not null && trial.Declaration.Attention.SequenceLength is null)
        {
            differences.AddRange(OfSequencesOverContexts(block, trial, kind));
        }
        else if (cross is null && trial.Declaration.Attention.SequenceLength is null)
        {
            differences.AddRange(OfSequences(block, trial, kind));
        }

        if (trial.Chunks.Count > 0)
        {
            differences.Add(Difference("Forward through a cache", block, expected, inputs, stream => InChunks(block, trial, kind, stream)));
        }

        return [.. differences.OfType<string>()];
    }

    /// <summary>The context projected once, then the stream at once, and in chunks.</summary>
    private static IEnumerable<string?> OverProjectedContext(ICompiledBlock block, BlockTrial trial, DataKind kind, float[] expected)
    {
        LayerInputs inputs = trial.Inputs(kind);
        LayerOperands operands = LayerOperands.Of(inputs, trial.Cross!.Inputs(kind));
        ContextCache context = block.ProjectContext(operands);
        yield return Difference("Forward with tokenCount over a projected context", block, expected, inputs, stream => block.Forward(stream, context, operands, inputs.TokenCount));
        if (inputs.TokenCount == inputs.KeyLength)
        {
            yield return Difference("Forward over a projected context", block, expected, inputs, stream => block.Forward(stream, context, operands));
        }

        if (trial.Chunks.Count > 0)
        {
            yield return Difference("Forward through a cache over a projected context", block, expected, inputs, stream => InChunks(block, trial, kind, stream, context));
        }
    }

    /// <summary>Sequences side by side, and one more token of each.</summary>
    private static IEnumerable<string?> OfSequences(ICompiledBlock block, BlockTrial trial, DataKind kind)
    {
        int[] lengths = [2, 66, 0, 1];
        LayerInputs[] sequences = [.. lengths.Select((tokens, number) => Sequence(trial.Layer, tokens + 1, number).Inputs(kind))];
        LayerDeclaration attention = trial.Declaration.Attention;
        LayerInputs[] starts = [.. sequences.Zip(lengths, (inputs, tokens) => inputs.Chunk(attention, 0, tokens))];
        LayerInputs all = SideBySide(starts);
        yield return Difference("Forward of sequences", block, Alone(starts), all, stream => block.Forward(stream, lengths, SequenceBits.SideBySide(starts)));
        if (attention.ContextLength is null or < 67)
        {
            yield break;
        }

        KeyValueCache[] caches = [.. lengths.Select(_ => block.CreateCache())];
        yield return Difference("Forward of sequences with caches", block, Alone(starts), all, stream => block.Forward(stream, lengths, caches, SequenceBits.SideBySide(starts)));
        LayerInputs[] next = [.. sequences.Zip(lengths, (inputs, tokens) => inputs.Chunk(attention, tokens, 1))];
        float[] last = [.. sequences.SelectMany(inputs => Alone([inputs])[^attention.InputDim..])];
        yield return Difference("Forward of a token for each cache", block, last, SideBySide(next), stream => block.Forward(stream, caches, SequenceBits.SideBySide(next)));

        float[] Alone(IEnumerable<LayerInputs> ones) => [.. ones.SelectMany(inputs => { float[] stream = [.. inputs.Inputs]; block.Forward(stream, LayerOperands.Of(inputs)); return stream; })];
    }

    /// <summary>Sequences side by side over a context each, and one more token of each.</summary>
    private static IEnumerable<string?> OfSequencesOverContexts(ICompiledBlock block, BlockTrial trial, DataKind kind)
    {
        int[] lengths = [2, 66, 0, 1];
        int[] contextLengths = [5, 70, 1, 0];
        LayerDeclaration attention = trial.Declaration.Attention;
        LayerDeclaration crossAttention = trial.Cross!.Declaration;
        LayerInputs[] sequences = [.. lengths.Select((tokens, number) => Sequence(trial.Layer, tokens + 1, number).Inputs(kind))];
        LayerInputs[] sources = [.. lengths.Select((tokens, number) => (Sequence(trial.Cross!, tokens + 1, number) with { ContextTokens = contextLengths[number], TokenCount = contextLengths[number] }).Inputs(kind))];
        LayerInputs[] starts = [.. sequences.Zip(lengths, (inputs, tokens) => inputs.Chunk(attention, 0, tokens))];
        LayerInputs[] startsOfSources = [.. sources.Zip(lengths, (inputs, tokens) => inputs.Rows(crossAttention, 0, tokens))];
        LayerOperands operands = SequenceBits.SideBySide(starts, startsOfSources);
        float[] expected = Alone(starts, startsOfSources);
        ContextCache[] contexts = [.. sources.Select(source => block.ProjectContext(LayerOperands.Of(source, source)))];
        LayerInputs all = SideBySide(starts);
        yield return Difference("Forward of sequences over contexts", block, expected, all, stream => block.Forward(stream, lengths, contextLengths, operands));
        yield return Difference("Forward of sequences over projected contexts", block, expected, all, stream => block.Forward(stream, lengths, contexts, operands));
        if (attention.ContextLength is null or < 67)
        {
            yield break;
        }

        KeyValueCache[] caches = [.. lengths.Select(_ => block.CreateCache())];
        yield return Difference("Forward of sequences with caches over projected contexts", block, expected, all, stream => block.Forward(stream, lengths, contexts, caches, operands));
        LayerInputs[] next = [.. sequences.Zip(lengths, (inputs, tokens) => inputs.Chunk(attention, tokens, 1))];
        LayerInputs[] nextOfSources = [.. sources.Zip(lengths, (inputs, tokens) => inputs.Rows(crossAttention, tokens, 1))];
        float[] last = [.. sequences.Zip(sources).SelectMany(pair => Alone([pair.First], [pair.Second])[^attention.InputDim..])];
        yield return Difference("Forward of a token for each cache and projected context", block, last, SideBySide(next), stream => block.Forward(stream, contexts, caches, SequenceBits.SideBySide(next, nextOfSources)));

        float[] Alone(IEnumerable<LayerInputs> ones, IEnumerable<LayerInputs> sourcesOfOnes) => [.. ones.Zip(sourcesOfOnes).SelectMany(pair =>
        {
            float[] stream = [.. pair.First.Inputs];
            block.Forward(stream, LayerOperands.Of(pair.First, pair.Second));
            return stream;
        })];
    }

    private static LayerTrial Sequence(LayerTrial trial, int tokens, int number) => trial with { Tokens = tokens, ContextTokens = tokens, TokenCount = tokens, Seed = (trial.Seed / 2) + number };

    private static LayerInputs SideBySide(IEnumerable<LayerInputs> sequences)
    {
        float[] inputs = [.. sequences.SelectMany(static sequence => sequence.Inputs)];
        return new(inputs, inputs, inputs, 0, 0, 0);
    }

    private static void InChunks(ICompiledBlock block, BlockTrial trial, DataKind kind, Span<float> stream, ContextCache? context = null)
    {
        LayerInputs inputs = trial.Inputs(kind);
        LayerInputs? cross = trial.Cross?.Inputs(kind);
        KeyValueCache cache = block.CreateCache();
        int dim = trial.Declaration.Attention.InputDim;
        foreach (int chunk in trial.Chunks)
        {
            int first = cache.Count;
            Span<float> part = stream.Slice(first * dim, chunk * dim);
            LayerOperands operands = LayerOperands.Of(inputs.Chunk(trial.Declaration.Attention, first, chunk), cross?.Rows(trial.Cross!.Declaration, first, chunk));
            DirtyWorkspace.Spread(block.WorkspaceBytes(MostTokens, MostTokens));
            if (context is null)
            {
                block.Forward(part, operands, cache);
            }
            else
            {
                block.Forward(part, context, operands, cache);
            }
        }
    }

    private static string? Difference(string name, ICompiledBlock block, float[] expected, LayerInputs inputs, Action<float[]> forward)
    {
        float[] stream = [.. inputs.Inputs];
        DirtyWorkspace.Spread(block.WorkspaceBytes(MostTokens, MostTokens));
        forward(stream);
        return Bits.Difference(name, expected, stream);
    }
}
