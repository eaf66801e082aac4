using System.Diagnostics;
using SpanAttention.Conformance.Tests.Cases;
using SpanAttention.Conformance.Tests.Harness;
using Xunit.Abstractions;
namespace SpanAttention.Conformance.Tests.Tests;
public sealed class ZTimingTests(ITestOutputHelper output)
{
    [Fact]
    public void Time()
    {
        Stopwatch w = Stopwatch.StartNew();
        RecordingRoutines r = new();
        foreach (ConformanceCase c in CaseNames.All) { CaseCheck.Differences(c, r, true); CaseCheck.Differences(c, r, false); }
        output.WriteLine($"record {w.ElapsedMilliseconds} {r.Declarations.Count}"); w.Restart();
        DeclarationCompiler d = new(r.Declarations.Sources);
        output.WriteLine($"generate {w.ElapsedMilliseconds} {d.EmittedSources.Count} {d.EmittedSources.Values.Sum(s => s.Length)}"); w.Restart();
        CompiledDeclarations e = new(r.Declarations, d.Load());
        output.WriteLine($"emit {w.ElapsedMilliseconds}"); w.Restart();
        foreach (ConformanceCase c in CaseNames.All) { CaseCheck.Differences(c, e, true); }
        output.WriteLine($"run declared {w.ElapsedMilliseconds}"); w.Restart();
        foreach (ConformanceCase c in CaseNames.All) { CaseCheck.Differences(c, e, true); }
        output.WriteLine($"run declared again {w.ElapsedMilliseconds}"); w.Restart();
        System.IO.Directory.CreateDirectory("/tmp/emitted");
        foreach (KeyValuePair<string, string> s in d.EmittedSources) { File.WriteAllText("/tmp/emitted/" + s.Key, s.Value); }
    }
}
