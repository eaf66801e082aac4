using System.Reflection;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Steps that no shape changes, through declarations that take every one of them.</summary>
internal sealed class PrimitivesSubject : ISubject
{
    private readonly IReadOnlyList<IBitSubject> parts;
    private readonly DeclarationSet set = new();

    public PrimitivesSubject(string regime, params IBitSubject[] parts)
    {
        Regime = regime;
        this.parts = parts;
        foreach (IBitSubject part in parts)
        {
            part.AddTo(set);
        }
    }

    public string Regime { get; }

    public bool IsOfPrimitives => true;

    public DeclarationCompiler NewCompiler() => new(set.Sources, allowUnsafe: true);

    public IReadOnlyList<Trial> Trials(Assembly assembly) => [.. parts.SelectMany(part => part.Bits(new CompiledDeclarations(set, assembly)))];
}
