using System.Reflection;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Mutations.Running;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations.Mutants;

/// <summary>What the generator emits for a subject, and the mutants of it.</summary>
internal sealed class EmittedSubject
{
    private readonly ISubject subject;
    private readonly DeclarationCompiler compiler;
    private readonly IReadOnlyDictionary<string, string> sources;

    public EmittedSubject(int number)
    {
        subject = AllSubjects.List[number];
        compiler = subject.NewCompiler();
        sources = compiler.EmittedSources;
        Mutants = MutantFinder.Find(number, sources);
    }

    public IReadOnlyList<Mutant> Mutants { get; }

    /// <summary>Trials of the code without a mistake, in vectors of so many bits.</summary>
    public IReadOnlyList<Trial> Trials(Setting setting) => Load(setting, sources);

    /// <summary>Trials of a mutant; throws where the compiler refuses it.</summary>
    public IReadOnlyList<Trial> Trials(Setting setting, Mutant mutant) =>
        Load(setting, sources.ToDictionary(static source => source.Key, source => source.Key == mutant.File ? mutant.Apply(source.Value) : source.Value));

    private IReadOnlyList<Trial> Load(Setting setting, IReadOnlyDictionary<string, string> texts)
    {
        Assembly assembly = compiler.Load(texts.ToDictionary(static text => text.Key, text => setting.Force(text.Value)));
        return subject.Trials(assembly);
    }
}
