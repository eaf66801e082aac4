using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Gradients of additive attention: the scalar reference bit for bit, differences in double, masks, wrong spans, allocation, sabotage.</summary>
public sealed class AdditiveGradientTests(ITestOutputHelper output)
{
    private const int Count = 40;
    private const int ReportedFailures = 12;

    // Steps of the differences: a power of two, so that most inputs move by exactly as much.
    private const float Step = 1f / 16;

    private static readonly int[] SabotageSeeds = [.. Enumerable.Range(1, 8)];

    private static readonly AdditiveDeclaration Plain = new(3, 2, Gradients: true);
    private static readonly AdditiveDeclaration Full = new(5, 7, HasScale: true, AttentionMask.QueryKeys, Gradients: true);
    private static readonly AdditiveDeclaration Sabotaged = new(21, 19, HasScale: true, AttentionMask.QueryKeys, Gradients: true); // vectors of every width, and some that are none
    private static readonly AdditiveDeclaration Wide = new(140, 150, HasScale: true, AttentionMask.Keys, QueryLength: 35, KeyLength: 70, Gradients: true);
    private static readonly IReadOnlyList<AdditiveTrial> Samples =
    [
        .. RunSeed.Sample(AdditiveTrial.Random, Count, 21).Select(static trial => trial with { Declaration = trial.Declaration with { Gradients = true } }),
        new(Wide, 35, 70, 5),
        new(Full, 70, 131, 6),
        new(Plain, 33, 66, 7),
    ];

    private static readonly Lazy<CompiledAdditives> Emitted = new(static () => CompiledAdditives.Compile([.. Samples.Select(static trial => trial.Declaration)]));

    private static readonly Lazy<CompiledAdditives> Open = new(static () =>
    {
        DeclarationCompiler compiler = CompiledAdditives.Compiler([Sabotaged]);
        return CompiledAdditives.Load(Sabotaged, compiler, VectorChoice.LeaveOpen(compiler.EmittedSources));
    });

    [Fact]
    public void EqualsReference()
    {
        output.WriteLine($"{Samples.Count} declarations, {Enum.GetValues<DataKind>().Length} kinds of data each; {RunSeed.Replay}");
        string[] failures =
        [
            .. from trial in Samples
               from kind in Enum.GetValues<DataKind>()
               from difference in Differences(Emitted.Value, trial, kind)
               select $"{trial}, {kind}: {difference}",
        ];
        Assert.True(failures.Length == 0, $"{failures.Length} differences; {RunSeed.Replay}{Environment.NewLine}{string.Join(Environment.NewLine, failures.Take(ReportedFailures))}");
    }

    /// <summary>Whatever the machine has.</summary>
    [Fact]
    public void EveryWidthGivesTheSameBits() => Assert.All(VectorChoice.Widths, static width =>
        Assert.All(Enum.GetValues<DataKind>(), kind => Assert.Empty(Differences(Open.Value.In(width), new AdditiveTrial(Sabotaged, 37, 71, 3), kind))));

    /// <summary>
    /// Differences over two steps, extrapolated, err by h⁴ / 30 of the fifth derivative: 5e-7 of it, and with inputs within ±1 it is less than 40. What remains are roundings of the floats, a few hundred
    /// of 2⁻²⁴ each.
    /// </summary>
    [Fact]
    public void AreTheSlopesOfTheContexts()
    {
        const double Bound = 5e-5;
        AdditiveTrial trial = new(Full, 3, 6, 11);
        AdditiveInputs inputs = Tame(trial.Inputs(DataKind.Ordinary));
        float[] contextGradient = [.. trial.ContextGradient(DataKind.Ordinary).Select(Tame)];
        CanonicalAdditive forward = new(CanonicalArithmetic.Running, Full);
        AdditiveGradients gradients = AdditiveBits.Call(Emitted.Value.Find(Full), inputs, forward.Forward(inputs), forward.LogSumExp(inputs), contextGradient);
        double Loss(AdditiveInputs moved) => new DoubleAdditive(Full).Forward(moved).Zip(contextGradient, static (context, gradient) => context * gradient).Sum();
        void Check(float[] numbers, float[] gradient, Func<float[], AdditiveInputs> with)
        {
            for (int index = 0; index < numbers.Length; index++)
            {
                double near = Slope(numbers, index, Step, moved => Loss(with(moved)));
                double far = Slope(numbers, index, 2 * Step, moved => Loss(with(moved)));
                Assert.InRange(gradient[index], near + ((near - far) / 3) - Bound, near + ((near - far) / 3) + Bound);
            }
        }

        Check(inputs.Query, gradients.Query, moved => inputs with { Query = moved });
        Check(inputs.Key, gradients.Key, moved => inputs with { Key = moved });
        Check(inputs.Value, gradients.Value, moved => inputs with { Value = moved });
        Check(inputs.Scale, gradients.Scale, moved => inputs with { Scale = moved });
    }

    [Fact]
    public void WhatIsMaskedReachesNoGradient()
    {
        AdditiveTrial trial = new(Full, 40, 70, 1);
        AdditiveInputs inputs = trial.Inputs(DataKind.Ordinary);
        float[] contextGradient = trial.ContextGradient(DataKind.Ordinary);
        for (int row = 0; row < 40; row++)
        {
            inputs.Mask[(row * 70) + 5] = false;
        }

        Array.Clear(inputs.Mask, 3 * 70, 70);
        AdditiveGradients clean = Backward(inputs, contextGradient);
        Array.Fill(inputs.Key, float.NaN, 5 * 5, 5);
        Array.Fill(inputs.Value, float.PositiveInfinity, 5 * 7, 7);
        Array.Fill(inputs.Query, float.NaN, 3 * 5, 5);
        Array.Fill(contextGradient, float.NaN, 3 * 7, 7);
        AdditiveGradients poisoned = Backward(inputs, contextGradient);

        Assert.All(clean.All.Zip(poisoned.All), static pair => Assert.Null(Bits.Difference(pair.First.Name, pair.First.Numbers, pair.Second.Numbers)));
        Assert.All(poisoned.Key[25..30].Concat(poisoned.Value[35..42]).Concat(poisoned.Query[15..20]), static element => Assert.Equal(0, element));
    }

    [Theory]
    [InlineData("query", 9, "query holds 9 elements; [tokens, 5] (tokens × head dim) needs a multiple of 5.")]
    [InlineData("key", 11, "key holds 11 elements; [tokens, 5] (tokens × head dim) needs a multiple of 5.")]
    [InlineData("value", 20, "value holds 20 elements; [3, 7] (tokens × value dim) needs 21.")]
    [InlineData("scale", 4, "scale holds 4 elements; [5] (head dim) needs 5.")]
    [InlineData("mask", 5, "mask holds 5 elements; [2, 3] (query tokens × key tokens) needs 6.")]
    [InlineData("context", 13, "context holds 13 elements; [2, 7] (tokens × value dim) needs 14.")]
    [InlineData("logSumExp", 3, "logSumExp holds 3 elements; [2] (query tokens) needs 2.")]
    [InlineData("contextGradient", 15, "contextGradient holds 15 elements; [2, 7] (tokens × value dim) needs 14.")]
    [InlineData("queryGradient", 9, "queryGradient holds 9 elements; [2, 5] (tokens × head dim) needs 10.")]
    [InlineData("keyGradient", 14, "keyGradient holds 14 elements; [3, 5] (tokens × head dim) needs 15.")]
    [InlineData("valueGradient", 20, "valueGradient holds 20 elements; [3, 7] (tokens × value dim) needs 21.")]
    [InlineData("scaleGradient", 4, "scaleGradient holds 4 elements; [5] (head dim) needs 5.")]
    public void WrongSpansAreNamed(string parameter, int length, string words)
    {
        float[] Floats(string name, int right) => new float[name == parameter ? length : right];
        float[][] gradients = [Floats("queryGradient", 10), Floats("keyGradient", 15), Floats("valueGradient", 21), Floats("scaleGradient", 5)];
        foreach (float[] gradient in gradients)
        {
            Array.Fill(gradient, 7);
        }

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Emitted.Value.Find(Full).Backward(
            Floats("query", 10), Floats("key", 15), Floats("value", 21), Floats("scale", 5), new bool[parameter == "mask" ? length : 6], Floats("context", 14), Floats("logSumExp", 2), Floats("contextGradient", 14),
            gradients[0], gradients[1], gradients[2], gradients[3]));
        Assert.Equal(parameter, refusal.ParamName);
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
        Assert.All(gradients.SelectMany(static gradient => gradient), static element => Assert.Equal(7, element));
    }

    [Theory]
    [InlineData("query")]
    [InlineData("key")]
    [InlineData("value")]
    [InlineData("scale")]
    [InlineData("context")]
    [InlineData("contextGradient")]
    [InlineData("queryGradient")]
    [InlineData("valueGradient")]
    public void AGradientMustNotOverlapAnotherSpan(string other)
    {
        float[] memory = new float[64];
        Span<float> Span(string name, int length) => name == other ? memory.AsSpan(0, length) : new float[length];
        Assert.Throws<ArgumentException>(() => Emitted.Value.Find(Full).Backward(
            Span("query", 10), Span("key", 15), Span("value", 21), Span("scale", 5), new bool[6], Span("context", 14), new float[2], Span("contextGradient", 14),
            Span("queryGradient", 10), memory, Span("valueGradient", 21), new float[5]));
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
            float[] logSumExp = new float[trial.QueryLength];
            AdditiveGradients gradients = new(new float[inputs.Query.Length], new float[inputs.Key.Length], new float[inputs.Value.Length], new float[inputs.Scale.Length]);
            void Call()
            {
                compiled.Forward(inputs.Query, inputs.Key, inputs.Value, inputs.Scale, inputs.Mask, contexts, logSumExp);
                compiled.Backward(
                    inputs.Query, inputs.Key, inputs.Value, inputs.Scale, inputs.Mask, contexts, logSumExp, contexts, gradients.Query, gradients.Key, gradients.Value, gradients.Scale);
            }

            Call();
            Assert.Equal(0, FreshThread.Allocated(Call));
            Assert.InRange(compiled.Constants[2], 1, 65536);
        }
    }

    [Theory]
    [InlineData("weights are those of another row", "DifferentiateBlock", "RowGradients.Shifts(…); → RowGradients.Shifts(ref operands.LogSumExp, rows, ref shift);")]
    [InlineData("the mask is not looked at", "DifferentiateBlock", "PairRows.Drop(…); → ;")]
    [InlineData("deltas are forgotten", "DifferentiateBlock", "RowGradients.Deltas(…); → MemoryMarshal.CreateSpan(ref delta, QueryBlock).Clear();")]
    [InlineData("gradients of queries are not those of sums without the score's weights", "DifferentiateBlock", "Rows.Multiply(…); → ;")]
    [InlineData("gradients of keys keep what was there", "Differentiate", "MemoryMarshal.CreateSpan(ref operands.KeyGradient, operands.KeyLength * HeadDim).Clear(); → ;")]
    [InlineData("left out pairs bring their poison to values", "ValueGradient", "KeyGradients.IsLeftOut(weight) → keys < 0")]
    [InlineData("left out pairs bring their poison to keys", "TangentGradients", "KeyGradients.IsLeftOut(pairGradient) → keys < 0")]
    [InlineData("the slope is that of no tangent", "TangentGradients", "Lanes….MultiplyAdd(-tangent, tangent, Lanes….Fill(1f)) → Lanes….Fill(1f)")]
    [InlineData("rows go on with the sums of the tile before", "TangentGradients", "MemoryMarshal.CreateSpan(ref rowSums, rows * RowGroup).Clear(); → ;")]
    public void EveryMistakeIsNoticed(string mistake, string step, string change)
    {
        DeclarationCompiler compiler = CompiledAdditives.Compiler([Sabotaged]);
        IReadOnlyDictionary<string, string> sabotaged = new CodeChange(step, change).Apply(compiler.EmittedSources);
        Assert.True(sabotaged.Any(source => source.Value != compiler.EmittedSources[source.Key]), $"Nothing to sabotage: {mistake}");

        CompiledAdditives compiled = CompiledAdditives.Load(Sabotaged, compiler, VectorChoice.LeaveOpen(sabotaged));
        foreach (int width in VectorChoice.Widths)
        {
            Assert.True(
                SabotageSeeds.Any(seed => Enum.GetValues<DataKind>().Any(kind => Differences(compiled.In(width), new AdditiveTrial(Sabotaged, 37, 71, seed), kind).Count > 0)),
                $"Not noticed in vectors of {width} bits: {mistake}");
        }
    }

    private static IReadOnlyList<string> Differences(CompiledAdditives compiled, AdditiveTrial trial, DataKind kind) =>
        AdditiveBits.GradientDifferences(compiled.Find(trial.Declaration), trial.Declaration, trial.Inputs(kind), trial.ContextGradient(kind));

    private static AdditiveGradients Backward(AdditiveInputs inputs, float[] contextGradient)
    {
        CanonicalAdditive forward = new(CanonicalArithmetic.Running, Full);
        return AdditiveBits.Call(Emitted.Value.Find(Full), inputs, forward.Forward(inputs), forward.LogSumExp(inputs), contextGradient);
    }

    private static double Slope(float[] numbers, int index, float step, Func<float[], double> loss)
    {
        float[] more = [.. numbers];
        float[] less = [.. numbers];
        more[index] += step;
        less[index] -= step;
        return (loss(more) - loss(less)) / ((double)more[index] - less[index]);
    }

    private static AdditiveInputs Tame(AdditiveInputs inputs) =>
        inputs with { Query = [.. inputs.Query.Select(Tame)], Key = [.. inputs.Key.Select(Tame)], Value = [.. inputs.Value.Select(Tame)], Scale = [.. inputs.Scale.Select(Tame)] };

    /// <summary>The same within ±1.</summary>
    private static float Tame(float number) => number / (1 + Math.Abs(number));
}
