using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>An [Attention] declaration: its bits on every kind of data, its counts, its refusals and its merging.</summary>
internal sealed class AttentionSubject(string regime, AttentionDeclaration declaration, params CallLengths[] lengths) : ISubject, IBitSubject
{
    private const int Seed = 20240229;
    private const int MergedTokens = 5;

    // Few tokens have room for poison in few places, so there are more of them.
    private const int FewPairs = 80;
    private const int SeedsOfFewPairs = 24;

    // NaN and ∞ are strewn too thinly to be everywhere that they may not spread from; subnormal numbers are of two sizes.
    private const int SeedsOfContagion = 4;
    private const int SeedsOfSubnormal = 2;

    private const int ManyPairs = 3000;
    private const int FewTrials = 2;

    private readonly DeclarationSet set = NewSet(declaration);

    public string Regime => regime;

    public DeclarationCompiler NewCompiler() => new(set.Sources, allowUnsafe: true);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        CompiledDeclarations declarations = new(set, assembly);
        ICompiledAttention compiled = declarations.Find(declaration);
        return
        [
            .. Bits(declarations),
            .. Trials(DataKind.Ordinary).Take(FewTrials).Select(trial => Bits(AsGeneric(assembly, compiled), trial, DataKind.Ordinary)),
            new("merging as generic code", () => MergeTrial.Differences(AsGeneric(assembly, compiled), declaration.Shape, declaration.QueryLength ?? MergedTokens, DataKind.Ordinary, Seed)),
            .. lengths.Select(length => new Trial($"counts of {length}", () => AttentionCounts.Differences(compiled, declaration.Shape, length))),
            new("constants", () => DeclaredConstants.Differences(assembly, set.Name(declaration))),
            new("wrong calls", () => AttentionRefusals.Differences(compiled, declaration)),
            .. Enum.GetValues<DataKind>().Select(kind => new Trial($"merging, {kind}", () => MergeTrial.Differences(compiled, declaration.Shape, declaration.QueryLength ?? MergedTokens, kind, Seed))),
        ];
    }

    public void AddTo(DeclarationSet declarations) => declarations.Add(declaration);

    public IEnumerable<Trial> Bits(CompiledDeclarations declarations)
    {
        ICompiledAttention compiled = declarations.Find(declaration);
        return Enum.GetValues<DataKind>().SelectMany(kind => Trials(kind).Select(trial => Bits(compiled, trial, kind)));
    }

    // Blocks of rows and tiles of keys are there in three kinds; the other kinds look at arithmetic.
    private IEnumerable<AttentionTrial> Trials(DataKind kind) =>
        from length in lengths
        where kind is DataKind.Ordinary or DataKind.Poison or DataKind.LatePoison || !HasManyPairs(length) || lengths.All(HasManyPairs)
        from seed in Enumerable.Range(Seed, Seeds(kind, length))
        select new AttentionTrial(declaration, length.Queries, length.Keys, length.KeyCount, seed);

    /// <summary>The same called as code that is generic in the declared type calls it.</summary>
    private ICompiledAttention AsGeneric(Assembly assembly, ICompiledAttention compiled)
    {
        Type declared = assembly.GetType($"{DeclarationWriter.Namespace}.{set.Name(declaration)}", throwOnError: true)!;
        return (ICompiledAttention)Activator.CreateInstance(typeof(DeclaredAttention<>).MakeGenericType(declared), compiled)!;
    }

    private Trial Bits(ICompiledAttention compiled, AttentionTrial trial, DataKind kind) =>
        new($"{trial}, {kind}", () => AttentionBits.Differences(compiled, declaration, trial.Inputs(kind)));

    private static int Seeds(DataKind kind, CallLengths length) => kind switch
    {
        _ when length.Queries * length.Keys <= FewPairs => SeedsOfFewPairs,
        _ when HasManyPairs(length) => 1,
        DataKind.Contagion => SeedsOfContagion,
        DataKind.Subnormal => SeedsOfSubnormal,
        _ => 1,
    };

    private static bool HasManyPairs(CallLengths length) => length.Queries * length.Keys > ManyPairs;

    private static DeclarationSet NewSet(AttentionDeclaration declaration)
    {
        DeclarationSet set = new();
        set.Add(declaration);
        return set;
    }
}
