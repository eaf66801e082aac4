using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Every member of every sample declaration, with fresh buffers of the right lengths.</summary>
public static class SampleMembers
{
    private const int SomeTokens = 4;
    private const int OtherTokens = 7;

    /// <param name="keyCountExcess">Added to the largest legal keyCount or tokenCount.</param>
    public static IEnumerable<(string Name, MemberCall Member, CallBuffers Buffers)> All(int keyCountExcess = 0) =>
        Attentions(keyCountExcess).Concat(SelfAttentions()).Concat(Layers(keyCountExcess));

    public static IEnumerable<(string Name, MemberCall Member, CallBuffers Buffers)> Merges() =>
        from declaration in SampleDeclarations.Attentions
        let tokens = declaration.QueryLength ?? SomeTokens
        select ($"[Attention({DeclarationWriter.Arguments(declaration)})] Merge", MemberCalls.Merge(SampleDeclarations.Compiled.Find(declaration)), MemberCalls.Buffers(declaration.Shape, tokens, OtherTokens));

    /// <summary>Layers by name, for which workspace must be reserved.</summary>
    public static IEnumerable<(string Name, ICompiledLayer Layer, LayerTrial Trial)> LayerTrials() =>
        from declaration in SampleDeclarations.Layers
        let tokens = declaration.SequenceLength ?? SomeTokens
        let contextTokens = declaration.IsCross ? OtherTokens : tokens
        let trial = new LayerTrial(declaration, tokens, contextTokens, contextTokens, 7)
        select (trial.ToString(), SampleDeclarations.Compiled.Find(declaration).Create(trial.Tensors(DataKind.Ordinary)), trial);

    private static IEnumerable<(string Name, MemberCall Member, CallBuffers Buffers)> Attentions(int keyCountExcess) =>
        from declaration in SampleDeclarations.Attentions
        let queryLength = declaration.QueryLength ?? SomeTokens
        let keyLength = declaration.KeyLength ?? OtherTokens
        from member in MemberCalls.Attention(SampleDeclarations.Compiled.Find(declaration), declaration.Shape, keyCountExcess < 0 ? keyCountExcess : keyLength + keyCountExcess)
        let length = MemberCalls.DestinationLength(member.Name, declaration.Shape, queryLength, keyLength)
        select Exactly($"[Attention({DeclarationWriter.Arguments(declaration)})]", member, MemberCalls.Buffers(declaration.Shape, queryLength, keyLength), length);

    private static IEnumerable<(string Name, MemberCall Member, CallBuffers Buffers)> SelfAttentions() =>
        from declaration in SampleDeclarations.SelfAttentions
        let tokens = declaration.SequenceLength ?? SomeTokens
        from member in MemberCalls.SelfAttention(SampleDeclarations.Compiled.Find(declaration))
        let length = MemberCalls.DestinationLength(member.Name, declaration, tokens)
        select Exactly($"[SelfAttention({DeclarationWriter.Arguments(declaration)})]", member, MemberCalls.Buffers(declaration, tokens), length);

    private static IEnumerable<(string Name, MemberCall Member, CallBuffers Buffers)> Layers(int keyCountExcess) =>
        from layer in LayerTrials()
        let trial = layer.Trial
        let tokenCount = keyCountExcess < 0 ? keyCountExcess : trial.ContextTokens + keyCountExcess
        from member in MemberCalls.Layer(layer.Layer, trial.Declaration, tokenCount)
        let length = MemberCalls.DestinationLength(member.Name, trial.Declaration, trial.Tokens, trial.ContextTokens)
        select Exactly(layer.Name, member, MemberCalls.Buffers(trial.Declaration, trial.Tokens, trial.ContextTokens), length);

    private static (string Name, MemberCall Member, CallBuffers Buffers) Exactly(string name, MemberCall member, CallBuffers buffers, int destinationLength)
    {
        buffers.Resize("destination", destinationLength);
        return ($"{name} {member.Name}", member, buffers);
    }
}
