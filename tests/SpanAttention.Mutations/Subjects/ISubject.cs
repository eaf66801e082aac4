using System.Reflection;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Subjects;

/// <summary>One declaration, whose emitted code is mutated.</summary>
internal interface ISubject
{
    /// <summary>What the declaration stands for, as tables name it.</summary>
    string Regime { get; }

    /// <summary>Whether the mistakes are made in the primitives that emitted code calls, and not in emitted code.</summary>
    bool IsOfPrimitives => false;

    /// <summary>Whether mistakes are made in a step of an emitted file; in others another subject makes them.</summary>
    bool Mutates(string file, string step) => true;

    /// <summary>The generator's run on the declaration.</summary>
    DeclarationCompiler NewCompiler();

    /// <summary>What must hold of the code, the quickest first.</summary>
    IReadOnlyList<Trial> Trials(Assembly assembly);
}
