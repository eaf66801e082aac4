using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A [Linear] or [FeedForward] that learns: the bits of its gradients on every kind of data, and its refusals. What computes outputs is mutated by <see cref="PerceptronSubject"/>.</summary>
internal sealed class LearningPerceptronSubject : ISubject
{
    private const string Type = "Perceptron0";
    private const int Seed = 20240229;

    private readonly PerceptronDeclaration declaration;
    private readonly int[] lengths;

    public LearningPerceptronSubject(string regime, PerceptronDeclaration declaration, params int[] lengths)
    {
        Regime = regime;
        this.declaration = declaration with { Gradients = true };
        this.lengths = lengths;
    }

    public string Regime { get; }

    public bool Mutates(string file, string step) => file.Contains("-Backward", StringComparison.Ordinal) || file.Contains("-WeightGradients", StringComparison.Ordinal);

    public DeclarationCompiler NewCompiler() => CompiledPerceptrons.Compiler([declaration]);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        ICompiledPerceptron compiled = (ICompiledPerceptron)Activator.CreateInstance(assembly.GetType($"{DeclarationWriter.Namespace}.{Type}{DeclarationWriter.GlueSuffix}", throwOnError: true)!)!;
        return
        [
            .. from kind in Enum.GetValues<DataKind>()
               from tokens in lengths
               let trial = new PerceptronTrial(declaration, tokens, Seed)
               select new Trial($"gradients of {trial}, {kind}", () => Differences(compiled, trial, kind)),
            new("wrong calls", () => PerceptronRefusals.Differences(compiled, declaration)),
        ];
    }

    private static IReadOnlyList<string> Differences(ICompiledPerceptron compiled, PerceptronTrial trial, DataKind kind)
    {
        Dictionary<string, float[]> tensors = trial.Tensors(kind);
        return PerceptronBackwardBits.Differences(compiled.Create(name => tensors[name]), trial, kind);
    }
}
