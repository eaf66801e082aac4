using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>
/// Every member of declarations as calls on data of every kind. A call must be made before the next one is asked for: layers come from their constructors, and caches fill.
/// </summary>
internal static class GuardedCalls
{
    private static readonly DataKind[] Kinds = Enum.GetValues<DataKind>();

    private static readonly Lazy<CompiledDeclarations> Compiled = new(static () => CompiledDeclarations.Compile(Set()));
    private static readonly Lazy<CompiledAdditives> Additives = new(static () => CompiledAdditives.Compile(GuardedTrials.Additives.Select(static trial => trial.Declaration)));

    /// <summary>Calls of all declarations that are drawn.</summary>
    public static IEnumerable<GuardedCall> All() =>
        GuardedTrials.Attentions.SelectMany(trial => Attention(Compiled.Value.Find(trial.Declaration), trial))
            .Concat(GuardedTrials.SelfAttentions.SelectMany(trial => SelfAttention(Compiled.Value.Find(trial.Declaration), trial)))
            .Concat(GuardedTrials.Additives.SelectMany(trial => Additive(Additives.Value.Find(trial.Declaration), trial)))
            .Concat(GuardedTrials.Layers.SelectMany(trial => Layer(Compiled.Value.Find(trial.Declaration), trial)))
            .Concat(GuardedTrials.Chunked.SelectMany(trial => Chunked(Compiled.Value.Find(trial.Layer.Declaration), trial)));

    /// <summary>Calls of [Attention]: of any length where none is declared, of one block and one stage each.</summary>
    public static IEnumerable<GuardedCall> Attention(ICompiledAttention compiled, AttentionTrial drawn)
    {
        foreach (DataKind kind in Kinds)
        {
            AttentionTrial trial = GuardedTrials.OfAnyLength(drawn, kind);
            CallBuffers buffers = GuardedBuffers.Of(trial, kind);
            int blocks = compiled.BlockCount(trial.QueryLength);
            ScoreStage stage = (ScoreStage)(trial.Seed % Enum.GetValues<ScoreStage>().Length);
            IReadOnlyList<MemberCall> members = MemberCalls.Attention(compiled, trial.Declaration.Shape, trial.KeyCount, trial.Seed % Math.Max(blocks, 1), stage);
            foreach (MemberCall member in members.Where(member => blocks > 0 || !MemberCalls.TakesBlock(member)).Append(MemberCalls.Merge(compiled)))
            {
                buffers.Resize("destination", MemberCalls.DestinationLength(member.Name, trial.Declaration.Shape, trial.QueryLength, trial.KeyLength));
                yield return new GuardedCall($"{trial}, {kind}", member, buffers);
            }
        }
    }

    private static IEnumerable<GuardedCall> SelfAttention(ICompiledSelfAttention compiled, SelfAttentionTrial trial) =>
        from kind in Kinds
        from member in MemberCalls.SelfAttention(compiled, trial.Declaration.Gradients)
        let destination = MemberCalls.DestinationLength(member.Name, trial.Declaration, trial.Tokens)
        select new GuardedCall($"{trial}, {kind}", member, GuardedBuffers.Of(trial, kind, destination));

    private static IEnumerable<GuardedCall> Additive(ICompiledAdditive compiled, AdditiveTrial trial) =>
        from kind in Kinds
        from member in MemberCalls.Additive(compiled, trial.Declaration.Gradients)
        let destination = trial.QueryLength * (member.Name == "Forward" ? trial.Declaration.ValueDim : trial.KeyLength)
        select new GuardedCall($"{trial}, {kind}", member, GuardedBuffers.Of(trial, kind, destination));

    private static IEnumerable<GuardedCall> Layer(ICompiledLayer compiled, LayerTrial trial)
    {
        foreach (DataKind kind in Kinds)
        {
            ICompiledLayer? layer = null;
            yield return Constructor($"{trial}, {kind}", compiled, trial, kind, created => layer = created);
            CallBuffers buffers = GuardedBuffers.Of(trial.Declaration, trial.Inputs(kind));
            foreach (MemberCall member in MemberCalls.Layer(layer!, trial.Declaration, trial.TokenCount))
            {
                buffers.Resize("destination", MemberCalls.DestinationLength(member.Name, trial.Declaration, trial.Tokens, trial.ContextTokens));
                yield return new GuardedCall($"{trial}, {kind}", member, buffers);
            }
        }
    }

    private static IEnumerable<GuardedCall> Chunked(ICompiledLayer compiled, ChunkedTrial trial)
    {
        LayerDeclaration declaration = trial.Layer.Declaration;
        foreach (DataKind kind in Kinds)
        {
            ICompiledLayer? layer = null;
            yield return Constructor($"{trial}, {kind}", compiled, trial.Layer, kind, created => layer = created);
            KeyValueCache cache = layer!.CreateCache();
            LayerInputs inputs = trial.Layer.Inputs(kind);
            foreach (int chunk in trial.Chunks)
            {
                int first = cache.Count;
                CallBuffers buffers = GuardedBuffers.Of(declaration, inputs.Chunk(declaration, first, chunk));
                foreach (MemberCall member in MemberCalls.OverCache(layer, declaration, cache))
                {
                    buffers.Resize("destination", MemberCalls.DestinationLength(member.Name, declaration, chunk, first + chunk));
                    yield return new GuardedCall($"{trial}, {kind}, {chunk} tokens after {first}", member, buffers);
                }
            }
        }
    }

    private static GuardedCall Constructor(string trial, ICompiledLayer compiled, LayerTrial layer, DataKind kind, Action<ICompiledLayer> created)
    {
        LayerTensors tensors = layer.Tensors(kind);
        IReadOnlyList<string> names = LayerTensors.Names(layer.Declaration);
        CallBuffers buffers = new();
        foreach (string tensor in names)
        {
            buffers.Set(tensor, tensors.Of(tensor));
        }

        return new GuardedCall(trial, new MemberCall("constructor", [.. names], [], placed => created(compiled.Create(name => placed.Memory(name)))), buffers);
    }

    private static DeclarationSet Set()
    {
        DeclarationSet set = new();
        GuardedTrials.Attentions.ToList().ForEach(trial => set.Add(trial.Declaration));
        GuardedTrials.SelfAttentions.ToList().ForEach(trial => set.Add(trial.Declaration));
        GuardedTrials.Layers.ToList().ForEach(trial => set.Add(trial.Declaration));
        GuardedTrials.Chunked.ToList().ForEach(trial => set.Add(trial.Layer.Declaration));
        return set;
    }
}
