using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>What one run emitted and reported, and the consumer's compilation with it.</summary>
public sealed class GeneratorRun(GeneratorDriverRunResult result, Compilation compilation)
{
    public GeneratorRunResult Result { get; } = result.Results.Single();

    /// <summary>The consumer's compilation with what was emitted into it.</summary>
    public Compilation Compilation => compilation;

    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    public IReadOnlyDictionary<string, string> Files =>
        Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>What the compiler has to say about source and emitted code together, save what it hides itself.</summary>
    public IReadOnlyList<Diagnostic> CompilerDiagnostics() => Emit(Stream.Null);

    /// <summary>The consumer's assembly, for another consumer to refer to.</summary>
    public MetadataReference ToReference() => MetadataReference.CreateFromImage(ToImage());

    /// <summary>The consumer's assembly.</summary>
    public ImmutableArray<byte> ToImage()
    {
        using MemoryStream image = new();
        Assert.Empty(Emit(image));
        return [.. image.ToArray()];
    }

    /// <summary>No finding, no failure, and not one word from the compiler.</summary>
    public void AssertClean()
    {
        Assert.Null(Result.Exception);
        Assert.Empty(Diagnostics);
        Assert.Empty(CompilerDiagnostics());
    }

    /// <summary>The values that a tracked step put out.</summary>
    internal IEnumerable<T> Outputs<T>(string trackingName) =>
        Result.TrackedSteps[trackingName].SelectMany(step => step.Outputs).Select(output => Assert.IsType<T>(output.Value));

    private Diagnostic[] Emit(Stream image)
    {
        using MemoryStream documentation = new();
        return [.. compilation.Emit(image, xmlDocumentationStream: documentation).Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden)];
    }
}
