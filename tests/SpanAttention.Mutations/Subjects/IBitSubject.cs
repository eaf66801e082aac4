using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A declaration whose bits can be tried where others are compiled with it.</summary>
internal interface IBitSubject
{
    void AddTo(DeclarationSet declarations);

    /// <summary>Its bits on every kind of data.</summary>
    IEnumerable<Trial> Bits(CompiledDeclarations declarations);
}
