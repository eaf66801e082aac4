using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A [SelfAttention] declaration: its bits on every kind of data, and its refusals.</summary>
internal sealed class SelfAttentionSubject : ISubject, IBitSubject
{
    private const int Seed = 20240229;
    private const int SomeTokens = 4;
    private const int ManyTokens = 71;

    // A few tokens round in few places, so there are more of them.
    private const int FewTokens = 8;
    private const int SeedsOfFewTokens = 24;

    private readonly SelfAttentionDeclaration declaration;
    private readonly int[] lengths;
    private readonly DeclarationSet set = new();

    public SelfAttentionSubject(string regime, SelfAttentionDeclaration declaration, params int[] lengths)
    {
        Regime = regime;
        this.declaration = declaration;
        this.lengths = lengths;
        set.Add(declaration);
    }

    public string Regime { get; }

    public DeclarationCompiler NewCompiler() => new(set.Sources, allowUnsafe: true);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        CompiledDeclarations declarations = new(set, assembly);
        ICompiledSelfAttention compiled = declarations.Find(declaration);
        return
        [
            .. Bits(declarations),
            new("constants", () => DeclaredConstants.Differences(assembly, set.Name(declaration))),
            new("wrong calls", () => MemberCalls.SelfAttention(compiled).SelectMany(Refusals)),
        ];
    }

    public void AddTo(DeclarationSet declarations) => declarations.Add(declaration);

    public IEnumerable<Trial> Bits(CompiledDeclarations declarations)
    {
        ICompiledSelfAttention compiled = declarations.Find(declaration);
        return from kind in Enum.GetValues<DataKind>()
               from length in lengths
               where kind == DataKind.Ordinary || length <= ManyTokens
               from seed in Enumerable.Range(Seed, length <= FewTokens ? SeedsOfFewTokens : 1)
               let trial = new SelfAttentionTrial(declaration, length, seed)
               select new Trial($"{trial}, {kind}", () => SelfAttentionBits.Differences(compiled, declaration, trial.Inputs(kind)));
    }

    private IEnumerable<string> Refusals(MemberCall member)
    {
        int tokens = declaration.SequenceLength ?? SomeTokens;
        CallBuffers NewBuffers()
        {
            CallBuffers buffers = MemberCalls.Buffers(declaration, tokens);
            buffers.Resize("destination", MemberCalls.DestinationLength(member.Name, declaration, tokens));
            return buffers;
        }

        return Refusal.Differences(member, NewBuffers, static _ => false, Refusal.AllOverlaps(member));
    }
}
