using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A [Linear] or [FeedForward] declaration: its bits on every kind of data, its workspace and its refusals.</summary>
internal sealed class PerceptronSubject(string regime, PerceptronDeclaration declaration, params int[] lengths) : ISubject
{
    private const string Type = "Perceptron0";
    private const int Seed = 20240229;

    public string Regime => regime;

    public DeclarationCompiler NewCompiler() => CompiledPerceptrons.Compiler([declaration]);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        ICompiledPerceptron compiled = (ICompiledPerceptron)Activator.CreateInstance(assembly.GetType($"{DeclarationWriter.Namespace}.{Type}{DeclarationWriter.GlueSuffix}", throwOnError: true)!)!;
        return
        [
            .. from kind in Enum.GetValues<DataKind>()
               from tokens in lengths
               let trial = new PerceptronTrial(declaration, tokens, Seed)
               select new Trial($"{trial}, {kind}", () => PerceptronBits.Differences(compiled, trial, kind)),
            new("constants", () => DeclaredConstants.Differences(assembly, Type)),
            new("workspace", () => PerceptronWorkspace.Differences(compiled, new PerceptronTrial(declaration, lengths[^1], Seed))),
            .. declaration is LinearDeclaration linear ? [new Trial("weights of outputs", () => OutputWeights.Differences(compiled, linear))] : Array.Empty<Trial>(),
            new("wrong calls", () => PerceptronRefusals.Differences(compiled, declaration)),
        ];
    }
}
