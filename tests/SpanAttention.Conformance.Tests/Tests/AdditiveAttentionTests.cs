using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Additive attention: a published example, the scalar reference bit for bit, double within a bound, masks, wrong spans, allocation, sabotage.</summary>
public sealed class AdditiveAttentionTests(ITestOutputHelper output)
{
    private const int Count = 40;
    private const int ReportedFailures = 12;

    // Several: overflow and poison must meet a mask that lets them be seen.
    private static readonly int[] SabotageSeeds = [.. Enumerable.Range(1, 16)];

    private static readonly AdditiveDeclaration Plain = new(2, 2);
    private static readonly AdditiveDeclaration Full = new(5, 7, HasScale: true, AttentionMask.QueryKeys);
    private static readonly AdditiveDeclaration Sabotaged = new(5, 20, HasScale: true, AttentionMask.QueryKeys); // values that fill a vector of every width, and some that fill none
    private static readonly AdditiveDeclaration Padded = new(130, 20, HasScale: false, AttentionMask.Keys, QueryLength: 3, KeyLength: 70);
    private static readonly IReadOnlyList<AdditiveTrial> Samples = [.. RunSeed.Sample(AdditiveTrial.Random, Count, 7), new(Padded, 3, 70, 5), new(Full, 35, 131, 6)];
    private static readonly Lazy<CompiledAdditives> Open = new(static () =>
    {
        DeclarationCompiler compiler = CompiledAdditives.Compiler([Sabotaged]);
        return CompiledAdditives.Load(Sabotaged, compiler, VectorChoice.LeaveOpen(compiler.EmittedSources));
    });

    private static readonly Lazy<CompiledAdditives> Emitted = new(static () => CompiledAdditives.Compile([.. Samples.Select(static trial => trial.Declaration), Plain, Full, Padded]));

    /// <summary>From the documentation of Keras's AdditiveAttention, use_scale = False.</summary>
    [Fact]
    public void Keras_example_comes_out()
    {
        float[] context = new float[4];
        Emitted.Value.Find(Plain).Forward([1, 0, 0, 1], [0, 1, 1, 0], [1, 2, 3, 4], [], [], context);
        Assert.Equal([1.727f, 2.727f, 2.272f, 3.272f], context, (expected, actual) => Math.Abs(expected - actual) <= 1e-3f);
    }

    [Fact]
    public void EqualsReference()
    {
        output.WriteLine($"{Samples.Count} declarations, {Enum.GetValues<DataKind>().Length} kinds of data each; {RunSeed.Replay}");
        string[] failures =
        [
            .. from trial in Samples
               from kind in Enum.GetValues<DataKind>()
               from difference in AdditiveBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, trial.Inputs(kind))
               select $"{trial}, {kind}: {difference}",
        ];
        Assert.True(failures.Length == 0, $"{failures.Length} differences; {RunSeed.Replay}{Environment.NewLine}{string.Join(Environment.NewLine, failures.Take(ReportedFailures))}");
    }

    [Fact]
    public void IsWithinItsBoundOfDouble()
    {
        foreach (AdditiveTrial trial in Samples)
        {
            AdditiveInputs inputs = trial.Inputs(DataKind.Ordinary);
            DoubleAdditive exact = new(trial.Declaration);
            foreach (CanonicalArithmetic arithmetic in new[] { CanonicalArithmetic.Fused, CanonicalArithmetic.Separate })
            {
                CanonicalAdditive canonical = new(arithmetic, trial.Declaration);
                double largestValue = inputs.Value.Select(static value => Math.Abs((double)value)).Append(0).Max();
                AssertClose(exact.Forward(inputs), canonical.Forward(inputs), exact.Bound(inputs, largestValue), trial);
                AssertClose(exact.Weights(inputs), canonical.Weights(inputs), exact.Bound(inputs, 1), trial);
            }
        }
    }

    [Fact]
    public void QueriesThatSeeNoKeyGetZeros()
    {
        AdditiveInputs inputs = new AdditiveTrial(Full, 20, 70, 1).Inputs(DataKind.Ordinary);
        Array.Clear(inputs.Mask, 3 * 70, 70);
        Array.Fill(inputs.Value, float.NaN, 5 * 7, 7);
        for (int row = 0; row < 20; row++)
        {
            inputs.Mask[(row * 70) + 5] = false;
        }

        float[] contexts = new float[20 * 7];
        float[] weights = new float[20 * 70];
        Emitted.Value.Find(Full).Forward(inputs.Query, inputs.Key, inputs.Value, inputs.Scale, inputs.Mask, contexts);
        Emitted.Value.Find(Full).Weights(inputs.Query, inputs.Key, inputs.Scale, inputs.Mask, weights);

        Assert.All(contexts[(3 * 7)..(4 * 7)], static element => Assert.Equal(0, BitConverter.SingleToInt32Bits(element)));
        Assert.All(weights[(3 * 70)..(4 * 70)], static element => Assert.Equal(0, BitConverter.SingleToInt32Bits(element)));
        Assert.DoesNotContain(contexts, float.IsNaN);
        Assert.Equal(1, weights[..70].Sum(), 5);
    }

    [Theory]
    [InlineData("query", 9, "query holds 9 elements; [tokens, 5] (tokens × head dim) needs a multiple of 5.")]
    [InlineData("key", 11, "key holds 11 elements; [tokens, 5] (tokens × head dim) needs a multiple of 5.")]
    [InlineData("value", 20, "value holds 20 elements; [3, 7] (tokens × value dim) needs 21.")]
    [InlineData("scale", 4, "scale holds 4 elements; [5] (head dim) needs 5.")]
    [InlineData("mask", 5, "mask holds 5 elements; [2, 3] (query tokens × key tokens) needs 6.")]
    [InlineData("destination", 13, "destination holds 13 elements; [2, 7] (query tokens × value dim) needs 14.")]
    public void WrongSpansAreNamed(string parameter, int length, string words)
    {
        int Length(string name, int right) => name == parameter ? length : right;
        float[] destination = new float[Length("destination", 14)];
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Emitted.Value.Find(Full).Forward(
            new float[Length("query", 10)], new float[Length("key", 15)], new float[Length("value", 21)], new float[Length("scale", 5)], new bool[Length("mask", 6)], destination));
        Assert.Equal(parameter, refusal.ParamName);
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongSpansOfWeightsAreNamed()
    {
        ICompiledAdditive padded = Emitted.Value.Find(Padded);
        Assert.Throws<ArgumentException>("query", () => padded.Weights(new float[130], new float[70 * 130], [], new bool[70], new float[210]));
        Assert.Throws<ArgumentException>("key", () => padded.Weights(new float[390], new float[69 * 130], [], new bool[70], new float[210]));
        Assert.Throws<ArgumentException>("mask", () => padded.Weights(new float[390], new float[70 * 130], [], new bool[69], new float[210]));
        Assert.Throws<ArgumentException>("destination", () => padded.Weights(new float[390], new float[70 * 130], [], new bool[70], new float[209]));
    }

    [Theory]
    [InlineData("query")]
    [InlineData("key")]
    [InlineData("value")]
    [InlineData("scale")]
    [InlineData("mask")]
    public void TheDestinationMustNotOverlapAnInput(string input)
    {
        float[] memory = new float[64];
        Span<float> Span(string name, int length) => name == input ? memory.AsSpan(0, length) : new float[length];
        Assert.Throws<ArgumentException>("destination", () => Emitted.Value.Find(Full).Forward(
            Span("query", 10), Span("key", 15), Span("value", 21), Span("scale", 5), System.Runtime.InteropServices.MemoryMarshal.Cast<float, bool>(Span("mask", 2))[..6], memory));
        Assert.All(memory, static element => Assert.Equal(0, element));
    }

    [Fact]
    public void CallsAllocateNothing()
    {
        foreach (AdditiveTrial trial in Samples)
        {
            ICompiledAdditive compiled = Emitted.Value.Find(trial.Declaration);
            AdditiveInputs inputs = trial.Inputs(DataKind.Ordinary);
            float[] contexts = new float[trial.QueryLength * trial.Declaration.ValueDim];
            float[] weights = new float[trial.QueryLength * trial.KeyLength];
            void Call()
            {
                compiled.Forward(inputs.Query, inputs.Key, inputs.Value, inputs.Scale, inputs.Mask, contexts);
                compiled.Weights(inputs.Query, inputs.Key, inputs.Scale, inputs.Mask, weights);
            }

            Call();
            Assert.Equal(0, FreshThread.Allocated(Call));
        }
    }

    [Fact]
    public void ConstantsFollowTheDeclaration() => Assert.All(Samples, static trial =>
    {
        int[] constants = Emitted.Value.Find(trial.Declaration).Constants;
        Assert.Equal([trial.Declaration.HeadDim, trial.Declaration.ValueDim], constants[..2]);
        Assert.InRange(constants[2], 1, 65536);
    });

    /// <summary>Whatever the machine has.</summary>
    [Fact]
    public void EveryWidthGivesTheSameBits() => Assert.All(VectorChoice.Widths, static width =>
        Assert.All(Enum.GetValues<DataKind>(), kind => Assert.Empty(AdditiveBits.Differences(Open.Value.In(width).Find(Sabotaged), Sabotaged, new AdditiveTrial(Sabotaged, 18, 71, 3).Inputs(kind)))));

    [Theory]
    [InlineData("the weights of the score are forgotten", "AdditiveScores", "Lanes….MultiplyAdd(Lanes….Broadcast(…), tangent, sum) → (sum + tangent)")]
    [InlineData("scores may overflow", "SharedSoftmax", "Lanes….Fill(ScoreLimit) → Lanes….Fill(float.PositiveInfinity)")]
    [InlineData("the mask is not looked at", "AttendBlock", "PairRows.Fill(…); → MemoryMarshal.CreateSpan(ref bias, QueryBlock * KeyTile).Clear();")]
    [InlineData("all queries have the first one's mask", "AttendBlock", "((nint)firstRow * operands.KeyLength) + tile → tile")]
    [InlineData("poison behind the mask is not looked for", "SharedContext", "Lanes.AnyNaN(…) → keys < 0")]
    [InlineData("contexts are not normalized", "AttendBlock", "Rows.Normalize(…); → ;")]
    [InlineData("weights are not normalized", "WeighBlock", "RowWeights.Normalize(…); → ;")]
    [InlineData("masked keys keep their weights", "WeighBlock", "PairRows.Clear(…); → ;")]
    [InlineData("later queries start from the sums of earlier ones", "AttendBlock", "MemoryMarshal.CreateSpan(ref sum, rows).Clear(); → ;")]
    public void EveryMistakeIsNoticed(string mistake, string step, string change)
    {
        DeclarationCompiler compiler = CompiledAdditives.Compiler([Sabotaged]);
        IReadOnlyDictionary<string, string> sabotaged = new CodeChange(step, change).Apply(compiler.EmittedSources);
        Assert.True(sabotaged.Any(source => source.Value != compiler.EmittedSources[source.Key]), $"Nothing to sabotage: {mistake}");

        CompiledAdditives compiled = CompiledAdditives.Load(Sabotaged, compiler, VectorChoice.LeaveOpen(sabotaged));
        foreach (int width in VectorChoice.Widths)
        {
            Assert.True(SabotageSeeds.Any(seed => Enum.GetValues<DataKind>().Any(kind =>
                AdditiveBits.Differences(compiled.In(width).Find(Sabotaged), Sabotaged, new AdditiveTrial(Sabotaged, 35, 131, seed).Inputs(kind)).Count > 0)), $"Not noticed in vectors of {width} bits: {mistake}");
        }
    }

    private static void AssertClose(double[] exact, float[] actual, double bound, AdditiveTrial trial)
    {
        for (int index = 0; index < exact.Length; index++)
        {
            Assert.True(Math.Abs(exact[index] - actual[index]) <= bound, $"{trial}: [{index}] is {actual[index]}, exactly {exact[index]}, bound {bound}");
        }
    }
}
