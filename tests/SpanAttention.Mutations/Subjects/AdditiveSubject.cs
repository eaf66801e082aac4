using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>An [AdditiveAttention] declaration: its bits on every kind of data, and its refusals.</summary>
internal sealed class AdditiveSubject(string regime, AdditiveDeclaration declaration, params CallLengths[] lengths) : ISubject
{
    private const string Type = "Additive0";
    private const int Seed = 20240229;
    private const int Seeds = 2;

    public string Regime => regime;

    public DeclarationCompiler NewCompiler() => CompiledAdditives.Compiler([declaration]);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        ICompiledAdditive compiled = (ICompiledAdditive)Activator.CreateInstance(assembly.GetType($"{DeclarationWriter.Namespace}.{Type}{DeclarationWriter.GlueSuffix}", throwOnError: true)!)!;
        return
        [
            .. from kind in Enum.GetValues<DataKind>()
               from length in lengths
               from seed in Enumerable.Range(Seed, Seeds)
               let trial = new AdditiveTrial(declaration, length.Queries, length.Keys, seed)
               select new Trial($"{trial}, {kind}", () => AdditiveBits.Differences(compiled, declaration, trial.Inputs(kind))),
            new("constants", () => DeclaredConstants.Differences(assembly, Type)),
            new("wrong calls", () => AdditiveRefusals.Differences(compiled, declaration)),
        ];
    }
}
