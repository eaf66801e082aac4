using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Mutations.Running;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations.Mutants;

/// <summary>What is compiled for a subject, the mutants of it, and both compiled.</summary>
internal sealed class EmittedSubject
{
    private readonly DeclarationCompiler compiler;
    private readonly IReadOnlyDictionary<string, string> sources;
    private readonly IReadOnlyDictionary<string, string> mutated;

    public EmittedSubject(int number)
    {
        ISubject subject = AllSubjects.List[number];
        compiler = subject.NewCompiler();
        sources = subject.IsOfPrimitives ? PrimitiveSources.Beside(compiler.EmittedSources) : compiler.EmittedSources;
        IReadOnlyDictionary<string, string> all = subject.IsOfPrimitives ? PrimitiveSources.Steps : sources;
        Mutants = MutantFinder.Find(number, all, subject.Mutates);
        mutated = all.Where(source => Mutants.Any(mutant => mutant.File == source.Key)).ToDictionary();
    }

    public IReadOnlyList<Mutant> Mutants { get; }

    /// <summary>Writes what is mutated to a folder.</summary>
    public void WriteSources(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string file, string text) in mutated)
        {
            File.WriteAllText(Path.Combine(folder, file), text);
        }
    }

    /// <summary>The image of the code without a mistake, which picks the setting's vector width.</summary>
    public byte[] Image(Setting setting) => Image(setting, sources);

    /// <summary>The image of a mutant; throws where the compiler refuses it.</summary>
    public byte[] Image(Setting setting, Mutant mutant) =>
        Image(setting, sources.ToDictionary(static source => source.Key, source => source.Key == mutant.File ? mutant.Apply(source.Value) : source.Value));

    private byte[] Image(Setting setting, IReadOnlyDictionary<string, string> texts) =>
        compiler.Image(texts.ToDictionary(static text => text.Key, text => setting.Force(text.Value)));
}
