using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A [MultiHeadAttention] that learns: the bits of its gradients on every kind of data, of one sequence and of several, and its refusals. Attention over the tape is mutated by <see cref="GradientSubject"/>, what computes outputs by <see cref="LayerSubject"/>.</summary>
internal sealed class LearningLayerSubject : ISubject, IBitSubject
{
    private const int Seed = 20240229;

    private static readonly int[] Lengths = [3, 0, 61, 1, 66];
    private static readonly int[] ContextLengths = [65, 3, 1, 0, 5];

    // What Forward keeps on a tape.
    private static readonly string[] TapeSteps = ["RecordTokens", "RecordQueries", "RecordKeys", "RecordValues", "AttendTape", "StoreTape"];

    private readonly LayerDeclaration declaration;
    private readonly (int Tokens, int ContextTokens)[] lengths;
    private readonly DeclarationSet set = new();

    public LearningLayerSubject(string regime, LayerDeclaration declaration, (int Tokens, int ContextTokens)[] lengths)
    {
        Regime = regime;
        this.declaration = declaration with { Gradients = true };
        this.lengths = lengths;
        AddTo(set);
    }

    public string Regime { get; }

    public bool Mutates(string file, string step) =>
        !file.Contains("-Heads", StringComparison.Ordinal) && (file.Contains("-Backward", StringComparison.Ordinal) || TapeSteps.Contains(step));

    public DeclarationCompiler NewCompiler() => new(set.Sources, allowUnsafe: true);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        CompiledDeclarations declarations = new(set, assembly);
        return [.. Bits(declarations), new("wrong calls", () => LayerRefusals.Differences(declarations.Find(declaration), declaration))];
    }

    public void AddTo(DeclarationSet declarations) => declarations.Add(declaration);

    public IEnumerable<Trial> Bits(CompiledDeclarations declarations)
    {
        ICompiledLayer compiled = declarations.Find(declaration);
        return
        [
            .. from kind in Enum.GetValues<DataKind>()
               from length in lengths
               let trial = new LayerTrial(declaration, length.Tokens, length.ContextTokens, length.ContextTokens, Seed)
               select new Trial($"gradients of {trial}, {kind}", () => LayerBackwardBits.Differences(compiled, trial, kind)),
            .. from kind in Enum.GetValues<DataKind>()
               let trial = new LayerTrial(declaration, 1, 1, 1, Seed)
               select new Trial($"gradients of sequences of {trial}, {kind}", () => LayerBackwardBits.Differences(compiled, trial, kind, Lengths, declaration.IsCross ? ContextLengths : Lengths)),
        ];
    }
}
