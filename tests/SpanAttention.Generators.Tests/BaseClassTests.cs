using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Tests;

/// <summary>Emitted members say <c>new</c> where a base class has what they hide, and only there: the compiler warns of one as of the other.</summary>
public sealed class BaseClassTests
{
    private const string Attention = "[SpanAttention.Attention(HeadDim = 4)] ";
    private const string Spans = "System.ReadOnlySpan<float> a, System.ReadOnlySpan<float> b, System.ReadOnlySpan<float> c, System.Span<float> d";

    [Theory]
    [InlineData(Attention + "partial class Anyone; [SpanAttention.Attention(HeadDim = 4, Causal = true)] partial class Earlier : Anyone;")]
    [InlineData(Attention + "partial class A; partial class B : A; [SpanAttention.Attention(HeadDim = 2, QueryLength = 3)] partial class C : B; [SpanAttention.Attention(HeadDim = 3, QueryLength = 2)] sealed partial class D : C;")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 4)] partial class A; " + Attention + "partial class B : A; [SpanAttention.SelfAttention(InputDim = 4)] partial class C : B;")]
    [InlineData("[SpanAttention.AdditiveAttention(HeadDim = 4)] partial class A; " + Attention + "partial class B : A;")]
    [InlineData(Attention + "partial record A; " + Attention + "sealed partial record B : A;")]
    [InlineData(Attention + "partial class Outer { " + Attention + "internal partial class Inner : Outer; }")]
    public void OfBasesThatDeclareAttention(string source) => Compile(new Consumer(source));

    [Theory]
    [InlineData("protected const int Heads = 3;")]
    [InlineData("private const int Heads = 3; public int Sum => Heads;")]
    [InlineData("private protected static int HeadDim => 3;")]
    [InlineData("internal readonly int Heads = 2;")]
    [InlineData("public event System.Action? Heads; public void Raise() => Heads?.Invoke();")]
    [InlineData("public sealed class Forward;")]
    [InlineData("public sealed class Weights<T>;")]
    [InlineData("public sealed class Heads<T>;")]
    [InlineData("public delegate void Merge();")]
    [InlineData("public static int Scores { get; set; }")]
    [InlineData("public static void Heads() { }")]
    [InlineData("public static void Heads<T>() { }")]
    [InlineData("private static void Heads() { } public static void Call() => Heads();")]
    [InlineData($"public static void Forward({Spans}) {{ }}")]
    [InlineData($"public void Forward({Spans}) {{ }}")]
    [InlineData($"public virtual void Forward({Spans}) {{ }}")]
    [InlineData($"protected static int Forward({Spans}) => 0;")]
    [InlineData($"public static void Forward<T>({Spans}) {{ }}")]
    [InlineData($"private static void Forward({Spans}) {{ }} public static void Call() => Forward(default, default, default, default);")]
    [InlineData("public static void Forward(System.ReadOnlySpan<float> all) { }")]
    [InlineData("public static void Forward() { } public static void Weights() { } public static long Flops(long a, long b) => a * b;")]
    [InlineData("public static long Flops(in int a, int b) => 0;")]
    public void OfABaseOfTheUsers(string member)
    {
        Compile(new Consumer($"class Base {{ {member} }} {Attention} partial class Derived : Base;"));
        Compile(new Consumer($"class Base {{ {member} }} class Between : Base; {Attention} partial class Derived : Between;"));
        Compile(new Consumer($"partial class Base {{ {member} {Attention} internal partial class Derived : Base; }}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Consumer\")] ")]
    public void OfABaseInAnotherAssembly(string visible)
    {
        string source = $"{visible} namespace Core {{ /// <summary>A.</summary>\n {Attention} public partial class A {{ internal static int QueryLength => 1; private protected static int KeyLength => 1; }} }}";
        MetadataReference core = GeneratorHarness.Run(new Consumer(source) { AssemblyName = "Core" }).ToReference();

        Compile(new Consumer("[SpanAttention.Attention(HeadDim = 4, SequenceLength = 8)] partial class Derived : Core.A;") { OtherReferences = [core] });
    }

    [Fact]
    public void OfAGenericBase() =>
        Compile(new Consumer(
            $"abstract class Base<T> {{ public static void Forward(T a, T b, T c, System.Span<float> d) {{ }} public static long Flops(T a, T b) => 0; }} {Attention} partial class Derived : Base<int>;"));

    [Fact]
    public void OfMembersOnTensorSpans() =>
        Compile(new Consumer(Attention + "partial class A; " + Attention + "partial class B : A;") { OtherReferences = [MetadataReference.CreateFromFile(typeof(TensorSpan<>).Assembly.Location)] });

    [Theory]
    [InlineData("SPAT013", "class Base { public sealed class Weights; public const int Heads = 1; } [SpanAttention.MultiHeadAttention(InputDim = 4)] sealed partial class Layer : Base;")]
    [InlineData("SPAT013", "class Base { public void Forward(System.ReadOnlySpan<float> inputs, System.Span<float> outputs) { } } [SpanAttention.MultiHeadAttention(InputDim = 4)] sealed partial class Layer : Base;")]
    [InlineData("SPAT006", Attention + "partial class A; [SpanAttention.Attention(HeadDim = 0)] partial class B : A;")]
    [InlineData("SPAT006", "[SpanAttention.Attention(HeadDim = 0)] partial class A; " + Attention + "partial class B : A;")]
    [InlineData("SPAT001", "[SpanAttention.Attention(HeadDim = 4)] class A; " + Attention + "partial class B : A;")]
    public void OfAWrongDeclarationThereIsOneFinding(string id, string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Equal([id], run.Diagnostics.Select(finding => finding.Id));
        Assert.Empty(OfMembers(run));
    }

    private static void Compile(Consumer consumer)
    {
        GeneratorRun run = GeneratorHarness.Run(consumer);
        Assert.Empty(run.Diagnostics);
        Assert.Empty(OfMembers(run));
    }

    /// <summary>What the compiler says about the user's part and the emitted one. Kernels, which know no base, are left out.</summary>
    private static IEnumerable<Diagnostic> OfMembers(GeneratorRun run) =>
        run.Compilation.SyntaxTrees.Where(static tree => !Regex.IsMatch(tree.FilePath, @"\.(Kernel|Tensors|Vector\d+)\.g\.cs$"))
            .SelectMany(tree => run.Compilation.GetSemanticModel(tree).GetDiagnostics())
            .Where(static diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden);
}
