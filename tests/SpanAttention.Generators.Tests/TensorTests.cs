using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SpanAttention.Generators.Tests;

/// <summary>Members on tensor spans: there where the consumer references them, with the bits of the members on spans, and clear about what is wrong.</summary>
public sealed class TensorTests
{
    private static readonly MetadataReference Tensors = MetadataReference.CreateFromFile(typeof(TensorSpan<>).Assembly.Location);

    private const string Experimental =
        """
        #pragma warning disable CS1591, CS9113
        namespace System.Numerics.Tensors
        {
            [System.Diagnostics.CodeAnalysis.Experimental("SYSLIB5001")] public readonly ref struct ReadOnlyTensorSpan<T>;
            [System.Diagnostics.CodeAnalysis.Experimental("SYSLIB5001")] public readonly ref struct TensorSpan<T>;
        }
        namespace System.Runtime.InteropServices { [System.Diagnostics.CodeAnalysis.Experimental("SYSLIB5001")] public static class TensorMarshal; }
        """;

    /// <summary>Calls on spans and on tensors, and the message of a call that throws.</summary>
    private const string Calls =
        """
        namespace Game;

        using System;
        using System.Collections.Generic;
        using System.Numerics.Tensors;
        using SpanAttention;

        /// <summary>Lengths from the tensors.</summary>
        [Attention(HeadDim = 3, ValueDim = 5, Heads = 4, KeyValueHeads = 2, Causal = true)]
        public static partial class Open;

        /// <summary>Lengths declared.</summary>
        [Attention(HeadDim = 3, Heads = 2, SequenceLength = 4, Layout = AttentionLayout.HeadsFirst)]
        public static partial class Declared;

        /// <summary>No weights.</summary>
        [SelfAttention(InputDim = 3)]
        public static partial class Plain;

        /// <summary>What the tests ask for.</summary>
        public static class Program
        {
            private static readonly float[] Query = Numbers(3 * 4 * 3);
            private static readonly float[] Key = Numbers(5 * 2 * 3);
            private static readonly float[] Value = Numbers(5 * 2 * 5);

            /// <summary>Pairs of results that must be equal.</summary>
            public static List<(float[] Spans, float[] Tensors)> Results()
            {
                List<(float[], float[])> results = [];
                ReadOnlyTensorSpan<float> query = new(Query, [3, 4, 3]);
                ReadOnlyTensorSpan<float> key = new(Key, [5, 2, 3]);
                ReadOnlyTensorSpan<float> value = new(Value, [5, 2, 5]);
                (float[] a, float[] b, float[] aRows, float[] bRows) = (new float[60], new float[60], new float[12], new float[12]);
                (float[] aPairs, float[] bPairs) = (new float[60], new float[60]);

                Open.Forward(Query, Key, Value, a, aRows);
                Open.Forward(query, key, value, new TensorSpan<float>(b, [3, 4, 5]), new TensorSpan<float>(bRows, [4, 3]));
                results.Add((a, b));
                results.Add((aRows, bRows));

                Open.Weights(Query, Key, 4, aPairs);
                Open.Weights(query, key, 4, new TensorSpan<float>(bPairs, [4, 3, 5]));
                results.Add((aPairs, bPairs));

                Open.Scores(Query, Key, ScoreStage.Scaled, aPairs = new float[60]);
                Open.Scores(query, key, ScoreStage.Scaled, new TensorSpan<float>(bPairs = new float[60], [4, 3, 5]));
                results.Add((aPairs, bPairs));

                Open.Merge(a, aRows, b, bRows, a = new float[60], aRows = new float[12]);
                (b, bRows) = ([.. b], [.. bRows]);
                TensorSpan<float> inPlace = new(b, [3, 4, 5]);
                TensorSpan<float> rowsInPlace = new(bRows, [4, 3]);
                Open.Merge(inPlace, rowsInPlace, inPlace, rowsInPlace, inPlace, rowsInPlace);
                results.Add((a, b));
                results.Add((aRows, bRows));

                Declared.ForwardBlock(1, Query.AsSpan(0, 24), Query.AsSpan(6, 24), Query.AsSpan(12), a = new float[24]);
                Declared.ForwardBlock(1, new(Query[..24], [2, 4, 3]), new(Query[6..30], [2, 4, 3]), new(Query[12..], [2, 4, 3]), new TensorSpan<float>(b = new float[24], [2, 4, 3]));
                results.Add((a, b));

                Tensor<float> inputs = Tensor.Create(Query, [12, 3]);
                Plain.Forward(Query, a = new float[36]);
                Plain.Forward(inputs, new TensorSpan<float>(b = new float[36], [12, 3]));
                results.Add((a, b));
                return results;
            }

            /// <summary>What a call on wrong tensors says; the destination must stay zero.</summary>
            public static string Wrong(int which)
            {
                ReadOnlyTensorSpan<float> query = new(Query, [3, 4, 3]);
                ReadOnlyTensorSpan<float> key = new(Key, [5, 2, 3]);
                ReadOnlyTensorSpan<float> value = new(Value, [5, 2, 5]);
                float[] written = new float[60];
                TensorSpan<float> destination = new(written, [3, 4, 5]);
                try
                {
                    switch (which)
                    {
                        case 0: Open.Forward(new(Query, [3, 12]), key, value, destination); break;
                        case 1: Open.Forward(new(Query, [4, 3, 3]), key, value, destination); break;
                        case 2: Open.Forward(query, key, new(Value, 0, [4, 2, 5], [10, 5, 1]), destination); break;
                        case 3: Open.Forward(query, key, value, new TensorSpan<float>(written, [4, 3, 5])); break;
                        case 4: Open.Forward(query, key, value, new TensorSpan<float>(written, 0, [2, 4, 5], [20, 5, 1])); break;
                        case 5: Open.Forward(new(Query, 0, [3, 4, 3], [3, 9, 1]), key, value, destination); break;
                        case 6: Open.Forward(new(Query, 0, [3, 4, 3], [0, 3, 1]), key, value, destination); break;
                        case 7: Open.Forward(query, key, value, new TensorSpan<float>(written, 0, [3, 4, 5], [5, 15, 1])); break;
                        case 8: Declared.Weights(new(Query, 0, [2, 4, 3], [12, 3, 1]), new(Query, 0, [2, 3, 3], [9, 3, 1]), new TensorSpan<float>(written, 0, [2, 4, 4], [16, 4, 1])); break;
                        case 9: Plain.Forward(new(written, 0, [2, 3], [3, 1]), new TensorSpan<float>(written, 0, [2, 3], [3, 1])); break;
                        case 10: Open.Forward(query, key, value, 6, destination); break;
                    }
                }
                catch (ArgumentException exception)
                {
                    return Array.TrueForAll(written, x => x == 0) ? exception.ParamName + ": " + exception.Message.Split(" (Parameter")[0].Split('\n')[0] : "something was written";
                }

                return "nothing was thrown";
            }

            private static float[] Numbers(int count)
            {
                float[] numbers = new float[count];
                for (int i = 0; i < count; i++)
                {
                    numbers[i] = ((i * 37) % 19 - 9) / 8f;
                }

                return numbers;
            }
        }
        """;

    private static readonly Lazy<Type> Program = new(() =>
    {
        GeneratorRun run = GeneratorHarness.Run(new Consumer(Calls) { OtherReferences = [Tensors] });
        run.AssertClean();
        return new AssemblyLoadContext("tensors").LoadFromStream(new MemoryStream([.. run.ToImage()])).GetType("Game.Program")!;
    });

    [Fact]
    public void ResultsAreThoseOfSpans()
    {
        var results = (List<(float[] Spans, float[] Tensors)>)Call("Results");

        Assert.Equal(8, results.Count);
        Assert.All(results, pair => Assert.Equal(pair.Spans.Select(BitConverter.SingleToInt32Bits), pair.Tensors.Select(BitConverter.SingleToInt32Bits)));
        Assert.All(results, pair => Assert.Contains(pair.Tensors, x => x != 0));
    }

    [Theory]
    [InlineData(0, "query: query has 2 dimensions; [query tokens, 4, 3] (query tokens × heads × head dim) needs 3.")]
    [InlineData(1, "query: query has 3 heads in dimension 1; it needs 4.")]
    [InlineData(2, "value: value has 4 key tokens in dimension 0; it needs 5.")]
    [InlineData(3, "destination: destination has 4 query tokens in dimension 0; it needs 3.")]
    [InlineData(4, "destination: destination has 2 query tokens in dimension 0; it needs 3.")]
    [InlineData(5, "query: query is strided: its strides are [3, 9, 1]; [query tokens, 4, 3] (query tokens × heads × head dim) needs [12, 3, 1]. Copy it to a dense tensor first.")]
    [InlineData(6, "query: query is strided: its strides are [0, 3, 1]; [query tokens, 4, 3] (query tokens × heads × head dim) needs [12, 3, 1]. Copy it to a dense tensor first.")]
    [InlineData(7, "destination: destination is strided: its strides are [5, 15, 1]; [query tokens, 4, 5] (query tokens × heads × value dim) needs [20, 5, 1]. Copy it to a dense tensor first.")]
    [InlineData(8, "key: key has 3 key tokens in dimension 1; it needs 4.")]
    [InlineData(9, "destination: destination overlaps inputs; what is written must not share memory with an input or another result.")]
    [InlineData(10, "keyCount: keyCount is 6; it counts keys that are not padding and may be 0 to 5.")]
    public void AWrongTensorIsRefusedBeforeAnythingIsWritten(int which, string message) => Assert.Equal(message, Call("Wrong", which));

    [Theory]
    [InlineData(LanguageVersion.CSharp12, false)]
    [InlineData(LanguageVersion.CSharp14, false)]
    [InlineData(LanguageVersion.CSharp12, true)]
    public void AnyProject(LanguageVersion languageVersion, bool net80)
    {
        GeneratorRun run = GeneratorHarness.Run(new Consumer(Declarations.Everything, "static class Arrays { public static void Call(float[] a, float[] b) => Game.Single.Forward(a, a, a, b); }")
        {
            LanguageVersion = languageVersion,
            Framework = net80 ? Framework.Net80 : Framework.Net100,
            OtherReferences = [net80 ? TensorsOfNet80() : Tensors],
        });

        run.AssertClean();
        Assert.Contains("Game.Single.Tensors.g.cs", run.Files.Keys);
        Assert.DoesNotContain(run.Files.Keys, name => name.StartsWith("Game.Layer.Tensors", StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutTensorSpansNothingIsEmittedForThem() =>
        Assert.DoesNotContain(GeneratorHarness.Run(Declarations.Everything).Files, file => file.Key.Contains("Tensors", StringComparison.Ordinal) || file.Value.Contains("TensorSpan", StringComparison.Ordinal));

    [Fact]
    public void ExperimentalTensorSpansAreLeftAlone()
    {
        MetadataReference old = GeneratorlessReference(Experimental);

        GeneratorRun run = GeneratorHarness.Run(new Consumer(Declarations.Everything) { OtherReferences = [old] });

        run.AssertClean();
        Assert.DoesNotContain(run.Files.Values, text => text.Contains("TensorSpan", StringComparison.Ordinal));
    }

    [Fact]
    public void AWrongDeclarationHasTheMembersToo()
    {
        const string source =
            """
            using System.Numerics.Tensors;

            [SpanAttention.Attention(HeadDim = 0)] static partial class Wrong;

            static class Game { public static void Think(ReadOnlyTensorSpan<float> all, TensorSpan<float> result) => Wrong.Forward(all, all, all, result); }
            """;

        GeneratorRun run = GeneratorHarness.Run(new Consumer(source) { OtherReferences = [Tensors] });

        Assert.Equal(["SPAT006"], run.Diagnostics.Select(finding => finding.Id));
        Assert.Empty(run.CompilerDiagnostics());
    }

    // The consumer's net8.0 assembly of the package lies beside the one that these tests run with.
    private static MetadataReference TensorsOfNet80()
    {
        string path = typeof(TensorTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "TensorsOfNet80").Value!;
        return MetadataReference.CreateFromFile(path);
    }

    private static MetadataReference GeneratorlessReference(string source)
    {
        using MemoryStream image = new();
        Assert.True(new Consumer(source) { AssemblyName = "Tensors" }.Compile().Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static object Call(string method, params object[] arguments) => Program.Value.GetMethod(method)!.Invoke(null, arguments)!;
}
