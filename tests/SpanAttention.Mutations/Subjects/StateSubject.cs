using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>The running state of an [Attention]: its bits over parts of the keys on every kind of data, and its refusals. What computes contexts at once is mutated by <see cref="AttentionSubject"/>.</summary>
internal sealed class StateSubject : ISubject
{
    private const int Seed = 20240229;

    // One cut after another: none, after one tile or two, parts without keys.
    private const int Cuts = 4;

    private readonly AttentionDeclaration declaration;
    private readonly CallLengths[] lengths;
    private readonly DeclarationSet set = new();

    public StateSubject(string regime, AttentionDeclaration declaration, params CallLengths[] lengths)
    {
        Regime = regime;
        this.declaration = declaration with { Shape = declaration.Shape with { State = true } };
        this.lengths = lengths;
        set.Add(this.declaration);
    }

    public string Regime { get; }

    public bool Mutates(string file, string step) => file.Contains("-State", StringComparison.Ordinal);

    public DeclarationCompiler NewCompiler() => new(set.Sources, allowUnsafe: true);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        ICompiledAttention compiled = new CompiledDeclarations(set, assembly).Find(declaration);
        return
        [
            .. from kind in Enum.GetValues<DataKind>()
               from length in lengths
               from cut in Enumerable.Range(0, Cuts)
               let trial = new AttentionTrial(declaration, length.Queries, length.Keys, length.KeyCount, Seed)
               select new Trial($"parts {cut} of {trial}, {kind}", () => Differences(compiled, trial.Inputs(kind), cut)),
            new("wrong calls", () => AttentionRefusals.Differences(compiled, declaration)),
        ];
    }

    private IEnumerable<string> Differences(ICompiledAttention compiled, AttentionInputs inputs, int cut) =>
        StateBits.Differences(compiled, declaration, inputs, KeyPart.Draw(declaration.Shape, inputs, new Random(Seed + cut)));
}
