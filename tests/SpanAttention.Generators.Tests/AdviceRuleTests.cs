using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Tests;

/// <summary>Every advice has a page, finds what its page calls wrong, and is silent where nothing can be known.</summary>
public sealed class AdviceRuleTests
{
    /// <summary>The text at which each page's wrong code is reported.</summary>
    private static readonly Dictionary<string, string> Places = new()
    {
        ["SPAT101"] = "result",
        ["SPAT102"] = "keys",
        ["SPAT103"] = "query",
        ["SPAT104"] = "new float[64 * 4 * 32]",
        ["SPAT106"] = "Alive",
        ["SPAT107"] = "Alignment = QueryAlignment.TopLeft",
    };

    /// <summary>The declared types are of another assembly: what an analyzer must know is in their attributes.</summary>
    private static readonly Lazy<MetadataReference> Declared = new(() => GeneratorHarness.Run(new Consumer(
        """
        using SpanAttention;

        /// <summary>All lengths declared.</summary>
        [Attention(HeadDim = 3, ValueDim = 5, Heads = 2, SequenceLength = 4)]
        public static partial class Declared;

        /// <summary>Lengths from the spans.</summary>
        [Attention(HeadDim = 3, ValueDim = 5, Heads = 2)]
        public static partial class Open;

        /// <summary>No weights.</summary>
        [SelfAttention(InputDim = 3)]
        public static partial class Plain;

        /// <summary>A layer.</summary>
        [MultiHeadAttention(InputDim = 4, SequenceLength = 2)]
        public sealed partial class Layer;
        """) { AssemblyName = "Library" }).ToReference());

    private const string Game =
        """
        using System;

        sealed class Holding
        {
            public float[] Items = new float[40];
        }

        static class Game
        {
            public static readonly float[] Table = [1, 2];

            public static float Think(
                Layer layer, int length, float[] a, float[] b, float[] c, float[] other, float[] buffer, float[] queries, float[] keys, float[] values,
                float[] firstQuery, float[] lastKey, float[] keyValuePairs)
            {
                float sum = 0;
                float[] kept = a;
                statement;
                return sum + kept[0];
            }

            public static void Resize(ref float[] array) => array = new float[24];

            public static void Keep(float[] array) => array[0] = 1;

            public static Holding Holder() => new();
        }
        """;

    public static TheoryData<string> Ids => new(AdviceRules.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void ThePageCarriesTheRulesTitle(string id) =>
        Assert.Equal($"# {id}: {AdviceRules.All.Single(rule => rule.Id == id).Title}", new DiagnosticsPage(id).Heading);

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheWrongCodeIsReportedOnceAndInItsPlace(string id)
    {
        string source = new DiagnosticsPage(id).Wrong;

        Diagnostic finding = Assert.Single(AnalyzerHarness.Run(source));

        Assert.Equal(id, finding.Id);
        Assert.Equal(Places[id], source.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length));
        Assert.EndsWith($"/Diagnostics/{id}.md", finding.Descriptor.HelpLinkUri);
        Assert.DoesNotContain("{", finding.GetMessage());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheRightCodeIsNotReported(string id) => Assert.Empty(AnalyzerHarness.Run(new DiagnosticsPage(id).Right));

    // [4 tokens, 2 heads, 3 (values 5)]: query and key hold 24 elements, value and destination 40
    [Theory]
    [InlineData("Declared.Forward(new float[23], new float[24], new float[40], new float[40]);", "query holds 23 elements; [4, 2, 3] (query tokens × heads × head dim) needs 24")]
    [InlineData("Declared.Forward(new float[24], stackalloc float[3 * 7], new float[40], new float[40]);", "key holds 21 elements; [4, 2, 3] (key tokens × key/value heads × head dim) needs 24")]
    [InlineData("Declared.Forward(buffer.AsSpan(0, 24), buffer.AsSpan(24, 24), buffer.AsSpan(48, 39), other);", "value holds 39 elements; [4, 2, 5] (key tokens × key/value heads × value dim) needs 40")]
    [InlineData("Declared.Forward(buffer.AsSpan()[..24], buffer.AsSpan(24..48), buffer.AsSpan()[48..88], other.AsSpan()[..39]);", "destination holds 39 elements; [4, 2, 5] (query tokens × heads × value dim) needs 40")]
    [InlineData("Span<float> fixedSize = new float[100]; Declared.Forward(a, b, c, fixedSize[^39..]);", "destination holds 39 elements; [4, 2, 5] (query tokens × heads × value dim) needs 40")]
    [InlineData("Declared.Weights(a, b, new float[2 * 4 * 3]);", "destination holds 24 elements; [2, 4, 4] (heads × query tokens × key tokens) needs 32")]
    [InlineData("Declared.Forward(a, b, c, 3, new float[40], new float[7]);", "logSumExp holds 7 elements; [2, 4] (heads × query tokens) needs 8")]
    [InlineData("Declared.Forward(buffer[2..25], b, c, buffer);", "query holds 23 elements; [4, 2, 3] (query tokens × heads × head dim) needs 24")]
    [InlineData("Declared.Forward([1, 2, 3], b, c, other);", "query holds 3 elements; [4, 2, 3] (query tokens × heads × head dim) needs 24")]
    [InlineData("Declared.Forward(Table, b, c, other);", "query holds 2 elements; [4, 2, 3] (query tokens × heads × head dim) needs 24")]
    [InlineData("Open.Forward(new float[7], b, c, other);", "query holds 7 elements; [query tokens, 2, 3] (query tokens × heads × head dim) needs a multiple of 6")]
    [InlineData("Open.Forward(new float[12], b, c, new float[19]);", "destination holds 19 elements; [2, 2, 5] (query tokens × heads × value dim) needs 20")]
    [InlineData("Open.Forward(new float[12], new float[18], new float[40], new float[20]);", "value holds 40 elements; [3, 2, 5] (key tokens × key/value heads × value dim) needs 30")]
    [InlineData("Plain.Forward(new float[9], new float[8]);", "destination holds 8 elements; [3, 3] (tokens × input dim) needs 9")]
    [InlineData("layer.Forward(new float[7], new float[8]);", "inputs holds 7 elements; [2, 4] (tokens × input dim) needs 8")]
    public void AWrongLengthIsReported(string statement, string message)
    {
        Diagnostic finding = Assert.Single(Run(statement));

        Assert.Equal(("SPAT101", message), (finding.Id, finding.GetMessage()));
    }

    [Theory]
    [InlineData("Declared.Forward(new float[24], new float[24], new float[40], new float[50]);")]
    [InlineData("Declared.Forward(a, b, c, other);")]
    [InlineData("float[] changing = new float[3]; changing = a; Declared.Forward(changing, b, c, other);")]
    [InlineData("float[] changing = new float[3]; Resize(ref changing); Declared.Forward(changing, b, c, other);")]
    [InlineData("Declared.Forward(new float[length], b, c, other);")]
    [InlineData("Declared.Forward(a.AsSpan(0, length), b, c, other);")]
    [InlineData("Open.Forward(a, new float[18], new float[30], new float[20]);")]
    [InlineData("Plain.Scores(new float[9], new float[9]);")]
    [InlineData("layer.Forward(new float[8], new float[8]);")]
    public void ALengthThatIsRightOrNotKnownIsNotReported(string statement) => Assert.Empty(Run(statement));

    [Theory]
    [InlineData("Declared.Forward(queries, values, keys, other);", "values is passed as key, and keys as value; they look swapped")]
    [InlineData("Declared.Forward(q: 0, keys, queries, values, other);", "keys is passed as query, and queries as key; they look swapped")]
    [InlineData("Declared.Forward(a, new float[40], new float[24], other);", "new float[40] is passed as key, and new float[24] as value; they look swapped")]
    [InlineData("Declared.Weights(lastKey.AsSpan(), firstQuery.AsSpan(), other);", "lastKey.AsSpan() is passed as query, and firstQuery.AsSpan() as key; they look swapped")]
    public void ASwapIsReported(string statement, string message)
    {
        Diagnostic finding = Assert.Single(Run(statement.Replace("q: 0, ", "")));

        Assert.Equal(("SPAT102", message), (finding.Id, finding.GetMessage()));
    }

    [Theory]
    [InlineData("Declared.Forward(queries, keys, values, other);")]
    [InlineData("Declared.Forward(keys, keys, values, other);")]
    [InlineData("Declared.Forward(keys, a, values, other);")]
    [InlineData("Declared.Forward(keyValuePairs, a, b, other);")]
    [InlineData("Declared.Forward(value: values, key: keys, query: queries, destination: other);")]
    public void WhatIsInItsPlaceIsNotReported(string statement) => Assert.Empty(Run(statement));

    [Theory]
    [InlineData("Declared.Forward(a, b, c, c);", "destination and value share the memory of c; what is written must not overlap an input or another result")]
    [InlineData("Declared.Forward(a, b, c, 4, other, other);", "logSumExp and destination share the memory of other; what is written must not overlap an input or another result")]
    [InlineData("Declared.Forward(buffer.AsSpan(0, 24), b, c, buffer.AsSpan(23));", "destination and query share the memory of buffer; what is written must not overlap an input or another result")]
    [InlineData("Declared.Forward(buffer.AsSpan(39, 24), b, c, buffer);", "destination and query share the memory of buffer; what is written must not overlap an input or another result")]
    [InlineData("Span<float> slice = buffer.AsSpan(0, 24); Declared.Forward(slice, b, c, buffer);", "destination and query share the memory of buffer; what is written must not overlap an input or another result")]
    [InlineData("Plain.Forward(a, a);", "destination and inputs share the memory of a; what is written must not overlap an input or another result")]
    [InlineData("layer.Forward(Table, Table);", "destination and inputs share the memory of Table; what is written must not overlap an input or another result", "SPAT101")]
    public void AnAliasIsReported(string statement, string message, string besides = "")
    {
        Diagnostic finding = Assert.Single(Run(statement), finding => finding.Id != besides);

        Assert.Equal(("SPAT103", message), (finding.Id, finding.GetMessage()));
    }

    [Theory]
    [InlineData("Declared.Forward(a, a, c, other);")]
    [InlineData("Declared.Forward(buffer.AsSpan(0, 24), b, c, buffer.AsSpan(24));")]
    [InlineData("Declared.Forward(buffer.AsSpan(40, 24), b, c, buffer);")]
    [InlineData("Declared.Forward(buffer.AsSpan(length, 24), b, c, buffer);")]
    [InlineData("Declared.Forward(buffer[..24], b, c, buffer);")]
    [InlineData("Declared.Merge(c, a, other, b, c, a);")]
    [InlineData("Declared.Forward(Holder().Items, b, c, Holder().Items);")]
    public void MemoryThatIsApartOrNotVisibleIsNotReported(string statement) => Assert.Empty(Run(statement));

    [Theory]
    [InlineData("foreach (float x in a) { float[] result = new float[40]; Declared.Forward(a, b, c, result); sum += result[0] + x; }", "destination")]
    [InlineData("for (int i = 0; i < 3; i++) { float[] result = new float[40]; Declared.Forward(a, b, c, result.AsSpan()); }", "destination")]
    [InlineData("while (length > 0) Declared.Forward(a, b, c, new float[40]);", "destination")]
    [InlineData("do { float[] rows = new float[8]; Declared.Forward(a, b, c, 4, other, rows); } while (length > 0);", "logSumExp")]
    public void AnAllocationInALoopIsReported(string statement, string parameter)
    {
        Diagnostic finding = Assert.Single(Run(statement));

        Assert.Equal("SPAT104", finding.Id);
        Assert.StartsWith($"{parameter} is allocated again in every pass of the loop", finding.GetMessage());
    }

    [Theory]
    [InlineData("float[] result = new float[40]; foreach (float x in a) { Declared.Forward(a, b, c, result); sum += x; }")]
    [InlineData("while (length > 0) { float[] result = new float[40]; Declared.Forward(a, b, c, result); Keep(result); }")]
    [InlineData("while (length > 0) { float[] result = new float[40]; Declared.Forward(a, b, c, result); kept = result; }")]
    [InlineData("while (length > 0) { Action act = () => { float[] result = new float[40]; Declared.Forward(a, b, c, result); }; act(); }")]
    [InlineData("float[] result = new float[40]; Declared.Forward(a, b, c, result);")]
    public void AnAllocationThatIsNeededIsNotReported(string statement) => Assert.Empty(Run(statement));

    [Theory]
    [InlineData("Declared.Forward(a, b, c, 5, other);", "keyCount is 5; it counts key tokens, of which there are 4")]
    [InlineData("Declared.Forward(a, b, c, keyCount: -1, other);", "keyCount is -1; it counts key tokens, of which there are 4")]
    [InlineData("const int Count = 2 + 3; Declared.Weights(a, b, Count, other);", "keyCount is 5; it counts key tokens, of which there are 4")]
    [InlineData("Declared.Forward(a, b, c, int.MaxValue, other, new float[8]);", "keyCount is 2147483647; it counts key tokens, of which there are 4")]
    [InlineData("Open.Forward(a, b, c, -1, other);", "keyCount is -1; it counts key tokens and cannot be negative")]
    [InlineData("Open.Forward(a, new float[18], c, 4, other);", "keyCount is 4; it counts key tokens, of which there are 3")]
    [InlineData("Open.Forward(a, b, new float[30], 4, other);", "keyCount is 4; it counts key tokens, of which there are 3")]
    [InlineData("layer.Forward(new float[8], 3, other);", "tokenCount is 3; it counts tokens, of which there are 2")]
    [InlineData("layer.AttentionWeights(a, -2, other);", "tokenCount is -2; it counts tokens, of which there are 2")]
    [InlineData("Declared.ForwardBlock(-1, a, b, c, other);", "block is -1; it counts blocks and cannot be negative")]
    [InlineData("Declared.ForwardBlock(0, a, b, c, 5, other);", "keyCount is 5; it counts key tokens, of which there are 4")]
    [InlineData("sum += Declared.BlockCount(5);", "queryLength is 5; it counts query tokens, of which there are 4")]
    [InlineData("sum += Layer.WorkspaceBytes(-1);", "tokens is -1; it counts tokens of the inputs and cannot be negative")]
    [InlineData("sum += Open.BlockCount(-5);", "queryLength is -5; it counts query tokens and cannot be negative")]
    public void ACountOutOfItsRangeIsReported(string statement, string message)
    {
        Diagnostic finding = Assert.Single(Run(statement));

        Assert.Equal(("SPAT106", message), (finding.Id, finding.GetMessage()));
    }

    [Theory]
    [InlineData("Declared.Forward(a, b, c, 0, other);")]
    [InlineData("Declared.Forward(a, b, c, 4, other);")]
    [InlineData("Declared.Forward(a, b, c, length, other);")]
    [InlineData("Open.Forward(a, b, c, 4, other);")]
    [InlineData("Open.Forward(a, new float[18], c, 3, other);")]
    [InlineData("Open.Forward(new float[6], b, c, 4, new float[10]);")]
    [InlineData("layer.Forward(a, 2, other);")]
    [InlineData("Declared.ForwardBlock(1000, a, b, c, other);")]
    [InlineData("sum += Declared.BlockCount(4) + Declared.Flops(5, 5);")]
    public void ACountThatIsRightOrNotKnownIsNotReported(string statement) => Assert.Empty(Run(statement));

    [Theory]
    [InlineData("Alignment = QueryAlignment.TopLeft")]
    [InlineData("Alignment = (QueryAlignment)1, Causal = false, LeftWindow = -1, RightWindow = -1")]
    [InlineData("Alignment = QueryAlignment.TopLeft, SequenceLength = 4, SoftCap = 30, Sinks = true, Mask = AttentionMask.Keys")]
    public void AnAlignmentWithoutPositionsIsReported(string arguments)
    {
        Diagnostic finding = Assert.Single(AnalyzerHarness.Run(Aligned(arguments)));

        Assert.Equal(("SPAT107", DiagnosticSeverity.Warning), (finding.Id, finding.DefaultSeverity));
        Assert.True(finding.Location.IsInSource);
    }

    [Theory]
    [InlineData("Alignment = QueryAlignment.BottomRight")]
    [InlineData("Alignment = QueryAlignment.TopLeft, Causal = true")]
    [InlineData("Alignment = QueryAlignment.TopLeft, Causal = true, SequenceLength = 4")]
    [InlineData("Alignment = QueryAlignment.TopLeft, LeftWindow = 0")]
    [InlineData("Alignment = QueryAlignment.TopLeft, RightWindow = 3")]
    [InlineData("Alignment = QueryAlignment.TopLeft, Alibi = true")]
    [InlineData("Heads = 2")]
    public void AnAlignmentThatCountsIsNotReported(string arguments) => Assert.Empty(AnalyzerHarness.Run(Aligned(arguments)));

    private static string Aligned(string arguments) => $"using SpanAttention;\n\n[Attention(HeadDim = 4, {arguments})]\npartial struct Squad;\n";

    private static Diagnostic[] Run(string statement) =>
        AnalyzerHarness.Analyze(new Consumer(Game.Replace("statement;", statement)) { OtherReferences = [Declared.Value] }.Compile());
}
