using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Gradients of self-attention: the scalar reference in every width, differences in double, wrong spans, allocation, sabotage. Random declarations are those of all members.</summary>
public sealed class SelfAttentionGradientTests
{
    private const float Step = 1f / 32;

    private static readonly SelfAttentionDeclaration Softmax = new(21, ScoreNormalization.Softmax, Gradients: true); // vectors of every width, and some that are none
    private static readonly SelfAttentionDeclaration Sum = new(21, ScoreNormalization.Sum, Gradients: true);
    private static readonly SelfAttentionDeclaration Wide = new(140, ScoreNormalization.Softmax, SequenceLength: 67, Gradients: true);
    private static readonly SelfAttentionDeclaration Small = new(3, ScoreNormalization.Softmax, SequenceLength: 4, Gradients: true);
    private static readonly IReadOnlyList<SelfAttentionDeclaration> Declarations = [Softmax, Sum, Wide, Small];

    private static readonly Lazy<Assembly> Open = new(static () =>
    {
        DeclarationCompiler compiler = new(Set().Sources);
        return compiler.Load(VectorChoice.LeaveOpen(compiler.EmittedSources));
    });

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Declarations.Count)];

    /// <summary>Whatever the machine has.</summary>
    [Theory]
    [MemberData(nameof(Indices))]
    public void EveryWidthGivesTheBitsOfTheReference(int index) => Assert.All(VectorChoice.Widths, width =>
    {
        VectorChoice.Pick(Open.Value, width);
        ICompiledSelfAttention compiled = Find(Open.Value, Declarations[index]);
        Assert.All(Enum.GetValues<DataKind>(), kind => Assert.Empty(SelfAttentionBits.Differences(compiled, Declarations[index], Trial(index).Inputs(kind))));
    });

    /// <summary>Differences over two steps, extrapolated, err by h⁴ / 30 of the fifth derivative: 3e-8 of it, and with six tokens within ±1 it is less than 200. What remains are roundings of the floats, some hundreds of 2⁻²⁴ each.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void IsTheSlopeOfTheContexts(int index)
    {
        const double Bound = 5e-5;
        SelfAttentionDeclaration declaration = Declarations[index];
        float[] inputs = [.. new SelfAttentionTrial(declaration, 6, 2).Inputs(DataKind.Ordinary).Select(static number => (Math.Abs(number) / (1 + Math.Abs(number)) / 2) + 0.25f)];
        float[] contextGradient = [.. inputs.Reverse()];
        float[] gradient = new float[inputs.Length];
        Find(Open.Value, declaration).Backward(inputs, contextGradient, gradient);
        for (int place = 0; place < inputs.Length; place++)
        {
            double near = Slope(declaration, inputs, contextGradient, place, Step);
            double far = Slope(declaration, inputs, contextGradient, place, 2 * Step);
            Assert.InRange(gradient[place], near + ((near - far) / 3) - Bound, near + ((near - far) / 3) + Bound);
        }
    }

    [Theory]
    [InlineData("inputs", 20, "inputs holds 20 elements; [tokens, 21] (tokens × input dim) needs a multiple of 21.")]
    [InlineData("contextGradient", 43, "contextGradient holds 43 elements; [2, 21] (tokens × input dim) needs 42.")]
    [InlineData("inputGradient", 41, "inputGradient holds 41 elements; [2, 21] (tokens × input dim) needs 42.")]
    public void WrongSpansAreNamed(string parameter, int length, string words)
    {
        int Length(string name) => name == parameter ? length : 42;
        float[] gradient = new float[Length("inputGradient")];
        Array.Fill(gradient, 7);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Find(Open.Value, Softmax).Backward(new float[Length("inputs")], new float[Length("contextGradient")], gradient));
        Assert.Equal(parameter, refusal.ParamName);
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
        Assert.All(gradient, static element => Assert.Equal(7, element));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheGradientMustNotOverlapAnotherSpan(bool isInputs)
    {
        float[] memory = new float[42];
        Assert.Throws<ArgumentException>("inputGradient", () => Find(Open.Value, Softmax).Backward(isInputs ? memory : new float[42], isInputs ? new float[42] : memory, memory));
        Assert.All(memory, static element => Assert.Equal(0, element));
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void CallsAllocateNothing(int index)
    {
        ICompiledSelfAttention compiled = Find(Open.Value, Declarations[index]);
        float[] inputs = Trial(index).Inputs(DataKind.Ordinary);
        float[] gradient = new float[inputs.Length];
        void Call() => compiled.Backward(inputs, inputs, gradient);
        Call();
        Assert.Equal(0, FreshThread.Allocated(Call));
    }

    [Theory]
    [InlineData("what was there before stays", "Differentiate", "MemoryMarshal.CreateSpan(ref operands.InputGradient, operands.Tokens * InputDim).Clear(); → ;")]
    [InlineData("later blocks go on with the deltas of earlier ones", "DifferentiateBlock", "MemoryMarshal.CreateSpan(ref delta, rows).Clear(); → ;")]
    [InlineData("later blocks go on with the sums of earlier ones", "DifferentiateBlock", "MemoryMarshal.CreateSpan(ref sum, rows).Clear(); → ;")]
    [InlineData("queries get nothing", "DifferentiateBlock", "QueryGradient(…); → ;")]
    [InlineData("deltas are forgotten", "DifferentiateBlock", "KeyGradients.AddDeltas(…); → ;")]
    public void EveryMistakeIsNoticed(string mistake, string step, string change)
    {
        DeclarationCompiler compiler = new(Set().Sources);
        IReadOnlyDictionary<string, string> sabotaged = new CodeChange(step, change).Apply(compiler.EmittedSources);
        Assert.True(sabotaged.Any(source => source.Value != compiler.EmittedSources[source.Key]), $"Nothing to sabotage: {mistake}");

        Assembly assembly = compiler.Load(VectorChoice.LeaveOpen(sabotaged));
        foreach (int width in VectorChoice.Widths)
        {
            VectorChoice.Pick(assembly, width);
            Assert.True(
                Enum.GetValues<DataKind>().Any(kind => new[] { 0, 1 }.Any(index => SelfAttentionBits.Differences(Find(assembly, Declarations[index]), Declarations[index], Trial(index).Inputs(kind)).Count > 0)),
                $"Not noticed in vectors of {width} bits: {mistake}");
        }
    }

    private static DeclarationSet Set()
    {
        DeclarationSet set = new();
        Declarations.ToList().ForEach(set.Add);
        return set;
    }

    private static ICompiledSelfAttention Find(Assembly assembly, SelfAttentionDeclaration declaration) => new CompiledDeclarations(Set(), assembly).Find(declaration);

    private static SelfAttentionTrial Trial(int index) => new(Declarations[index], Declarations[index].SequenceLength ?? 70, 5);

    private static double Slope(SelfAttentionDeclaration declaration, float[] inputs, float[] contextGradient, int place, float step)
    {
        float[] more = [.. inputs];
        float[] less = [.. inputs];
        more[place] += step;
        less[place] -= step;
        return (Loss(declaration, more, contextGradient) - Loss(declaration, less, contextGradient)) / ((double)more[place] - less[place]);
    }

    private static double Loss(SelfAttentionDeclaration declaration, float[] inputs, float[] contextGradient)
    {
        int dim = declaration.InputDim;
        int tokens = inputs.Length / dim;
        double Dot(float[] a, int row, float[] b, int key) => Enumerable.Range(0, dim).Sum(x => (double)a[(row * dim) + x] * b[(key * dim) + x]);
        double loss = 0;
        for (int row = 0; row < tokens; row++)
        {
            double[] scores = [.. Enumerable.Range(0, tokens).Select(key => Dot(inputs, row, inputs, key))];
            double[] weights = declaration.Normalization == ScoreNormalization.Softmax ? [.. scores.Select(Math.Exp)] : scores;
            loss += Enumerable.Range(0, tokens).Sum(key => weights[key] / weights.Sum() * Dot(contextGradient, row, inputs, key));
        }

        return loss;
    }
}
