using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Gradients of an [Attention]: their bits on every kind of data, and their refusals. What computes contexts is mutated by <see cref="AttentionSubject"/>.</summary>
internal sealed class GradientSubject : ISubject, IBitSubject
{
    private const int Seed = 20240229;

    // Few tokens have room for poison in few places, so there are more of them.
    private const int FewPairs = 250;
    private const int SeedsOfFewPairs = 12;

    private readonly AttentionDeclaration declaration;
    private readonly CallLengths[] lengths;
    private readonly DeclarationSet set = new();

    public GradientSubject(string regime, AttentionDeclaration declaration, params CallLengths[] lengths)
    {
        Regime = regime;
        this.declaration = declaration with { Shape = declaration.Shape with { Gradients = true } };
        this.lengths = lengths;
        AddTo(set);
    }

    public string Regime { get; }

    public bool Mutates(string file, string step) => file.Contains("-Backward", StringComparison.Ordinal);

    public DeclarationCompiler NewCompiler() => new(set.Sources, allowUnsafe: true);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        CompiledDeclarations declarations = new(set, assembly);
        return [.. Bits(declarations), new("wrong calls", () => AttentionRefusals.Differences(declarations.Find(declaration), declaration))];
    }

    public void AddTo(DeclarationSet declarations) => declarations.Add(declaration);

    public IEnumerable<Trial> Bits(CompiledDeclarations declarations) =>
        from kind in Enum.GetValues<DataKind>()
        from length in lengths
        from seed in Enumerable.Range(Seed, length.Queries * length.Keys <= FewPairs ? SeedsOfFewPairs : 1)
        let trial = new AttentionTrial(declaration, length.Queries, length.Keys, length.KeyCount, seed)
        select new Trial(
            $"gradients of {trial}, {kind}",
            () => BackwardBits.Differences(declarations.Find(declaration), declaration, trial.Inputs(kind), trial.ContextGradient(kind)));
}
