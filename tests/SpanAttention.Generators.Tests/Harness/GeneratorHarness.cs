using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>Runs the generator. Every run is followed by an unrelated edit and a second run, which must find everything cached.</summary>
public static class GeneratorHarness
{
    private const string UnrelatedSource = "// Somebody writes elsewhere.\ninternal static class SomewhereElse;\n";

    public static GeneratorRun Run(params string[] sources) => Run(new Consumer(sources));

    public static GeneratorRun Run(Consumer consumer)
    {
        CSharpCompilation compilation = consumer.Compile();
        GeneratorDriver driver = Start(consumer, compilation, out Compilation complete);
        GeneratorRun run = new(driver.GetRunResult(), complete);
        Pipeline.AssertHoldsValuesOnly(run.Result);
        Pipeline.AssertCached(RunAgain(driver, Edit(consumer, compilation)));
        return run;
    }

    /// <summary>The second run's result, after an edit somewhere else.</summary>
    public static GeneratorRunResult RunAfterUnrelatedEdit(Consumer consumer) =>
        RunAfter(consumer, compilation => Edit(consumer, compilation));

    /// <summary>The second run's result, after <paramref name="edit"/>.</summary>
    public static GeneratorRunResult RunAfter(Consumer consumer, Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = consumer.Compile();
        return RunAgain(Start(consumer, compilation, out _), edit(compilation));
    }

    private static GeneratorDriver Start(Consumer consumer, CSharpCompilation compilation, out Compilation complete) =>
        CSharpGeneratorDriver
            .Create(
                [new AttentionGenerator().AsSourceGenerator()],
                parseOptions: consumer.ParseOptions,
                optionsProvider: new BuildProperties(consumer.VectorWidths),
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGeneratorsAndUpdateCompilation(compilation, out complete, out _);

    private static GeneratorRunResult RunAgain(GeneratorDriver driver, CSharpCompilation compilation) =>
        driver.RunGenerators(compilation).GetRunResult().Results.Single();

    private static CSharpCompilation Edit(Consumer consumer, CSharpCompilation compilation) =>
        compilation.AddSyntaxTrees(consumer.Parse(UnrelatedSource, "SomewhereElse.cs"));
}
