using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Tests;

/// <summary>Emitted code compiles without a word whatever else the project declares.</summary>
public sealed class SurroundingsTests
{
    private static readonly string OneOfEachKind = Declarations.OfEachKind("Plain", "Scaled", "Layer", "namespace Game {", "}");
    private static readonly MetadataReference Tensors = MetadataReference.CreateFromFile(typeof(TensorSpan<>).Assembly.Location);

    /// <summary>All types that kernels name, each with its namespace: those that have an alias, and generic ones, which cannot have any.</summary>
    private static readonly Lazy<IReadOnlyList<(string Namespace, string Type)>> Named = new(static () =>
    [
        .. GeneratorHarness.Run(new Consumer(Declarations.Everything) { AllowUnsafe = true, OtherReferences = [Tensors] }).Files.Values
            .SelectMany(static text => Regex.Matches(text, @"using \w+ = global::([\w.]+)\.(\w+);"))
            .Select(static match => (match.Groups[1].Value, match.Groups[2].Value))
            .Concat([("System", "Span"), ("System", "ReadOnlySpan"), ("System", "Memory"), ("System", "ReadOnlyMemory"), ("System.Numerics.Tensors", "TensorSpan"), ("System.Numerics.Tensors", "ReadOnlyTensorSpan")])
            .Distinct(),
    ]);

    public static TheoryData<string, bool> Places
    {
        get
        {
            TheoryData<string, bool> places = [];
            foreach (string place in new[] { "SpanAttention", "SpanAttention.Primitives", "SpanAttention.Generated", "SpanAttention.Generated.Consumer", "Game", "Game.SpanAttention", "" })
            {
                places.Add(place, true);
                places.Add(place, false);
            }

            places.Add("System", true);
            places.Add("System.Runtime.CompilerServices", true);
            places.Add("System.Runtime.Intrinsics", true);
            places.Add("System.Runtime.InteropServices", true);
            return places;
        }
    }

    /// <summary>In every namespace that emitted code looks into, the user has all its types' names. Where a type of the name is already, a second one would be the user's mistake.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public void TypesOfTheUsersHaveAllNamesThatKernelsUse(string place, bool nonGeneric)
    {
        IEnumerable<string> types = Named.Value.Where(named => named.Namespace != place).Select(static named => named.Type).Distinct()
            .Select(type => nonGeneric ? $"internal static class {type};" : $"internal struct {type}<T>;");
        string source = place.Length == 0 ? string.Join("\n", types) : $"namespace {place} {{ {string.Join("\n", types)} }}";

        Compile(new Consumer(OneOfEachKind, source) { AllowUnsafe = true, OtherReferences = [Tensors] });
    }

    [Theory]
    [InlineData("namespace SpanAttention { internal static class Math; internal struct Vector256; } ")]
    [InlineData("namespace SpanAttention { internal static class Generated; } ")]
    [InlineData("namespace SpanAttention.Generated { internal static class Consumer; internal static class Consumer_; } ")]
    [InlineData("namespace SpanAttention { internal static class System; internal static class Game; } ")]
    [InlineData("namespace SpanAttention.Generated { internal static class SpanAttention; internal static class System; } ")]
    [InlineData("namespace SpanAttention.Generated.Consumer { internal static class Game_ScaledKernel; } ")]
    [InlineData("namespace SpanAttention.System.Runtime { internal static class Unsafe; } ")]
    [InlineData("namespace Game.System.SpanAttention { internal static class Math; } namespace Game.SpanAttention.Primitives { internal static class Lanes; } ")]
    [InlineData("namespace SpanAttention { internal sealed class MethodImplAttribute : global::System.Attribute; internal sealed class GeneratedCodeAttribute : global::System.Attribute; } ")]
    [InlineData("namespace SpanAttention { internal static class Extensions { public static void Clear(this global::System.Span<float> span) { } public static void Fill(this global::System.Span<float> span, float value) { } } } ")]
    public void TypesOfTheUsersInOurNamespaces(string types) => Compile(new Consumer(OneOfEachKind, types) { AllowUnsafe = true });

    [Theory]
    [InlineData("global using Math = System.Numerics.Vector; global using Unsafe = System.Console; global using static System.MathF;")]
    [InlineData("global using Vector256 = System.Int32; global using Lanes = System.String; global using Span = System.Range;")]
    public void GlobalUsingsOfTheUsers(string usings) => Compile(new Consumer(OneOfEachKind, usings));

    [Theory]
    [InlineData("namespace Game { [global::SpanAttention.Attention(HeadDim = 2)] partial struct Scaled { internal static class System; internal static class SpanAttention; internal struct Span<T>; internal struct ReadOnlySpan<T>; internal static class Math; } }")]
    [InlineData("namespace Game { partial class System { [global::SpanAttention.SelfAttention(InputDim = 2)] internal partial struct SpanAttention; internal static class Math; } }")]
    [InlineData("namespace Game.SpanAttention.System { [global::SpanAttention.MultiHeadAttention(InputDim = 2)] sealed partial class Kernel; internal struct Span<T>; internal static class GeneratedCode; }")]
    public void TypesOfTheUsersBesideAndInsideTheDeclaredOne(string source) => Compile(new Consumer(source));

    /// <summary>As packages for older frameworks bring them, which are left in when the framework is a later one.</summary>
    [Theory]
    [InlineData("System.Runtime.CompilerServices", "SkipLocalsInitAttribute", "")]
    [InlineData("System.Runtime.CompilerServices", "MethodImplAttribute", "(MethodImplOptions options) { public MethodImplOptions Options => options; }")]
    [InlineData("System.CodeDom.Compiler", "GeneratedCodeAttribute", "(string tool, string version) { public string Tool => tool + version; }")]
    [InlineData("System.ComponentModel", "EditorBrowsableAttribute", "(EditorBrowsableState state) { public EditorBrowsableState State => state; }")]
    [InlineData("System.Runtime.CompilerServices", "IsReadOnlyAttribute", "")]
    [InlineData("System.Runtime.CompilerServices", "IsByRefLikeAttribute", "")]
    [InlineData("System.Runtime.CompilerServices", "RefSafetyRulesAttribute", "(int version) { public int Version => version; }")]
    public void AttributesOfTheFrameworkThatTheProjectDeclaresAgain(string place, string name, string rest)
    {
        string attribute = $"namespace {place} {{ [global::System.AttributeUsage(global::System.AttributeTargets.All)] internal sealed class {name}{(rest.Length == 0 ? "" : rest[..(rest.IndexOf(')') + 1)])} : global::System.Attribute{(rest.Length == 0 ? ";" : rest[(rest.IndexOf(')') + 1)..])} }}";

        Compile(new Consumer(OneOfEachKind, attribute) { AllowUnsafe = true });
        Compile(new Consumer(OneOfEachKind, attribute) { AllowUnsafe = true, Framework = Framework.Net80 });
    }

    [Theory]
    [InlineData("namespace Game { {0} partial struct query; }")]
    [InlineData("{0} partial class query;")]
    [InlineData("partial class outer { {0} internal partial record struct Inner; }")]
    [InlineData("partial class Outer { internal partial interface inner { {0} internal partial class Squad; } }")]
    [InlineData("{0} partial struct @query;")]
    public void NamesOfSmallLetters(string source)
    {
        string OnlyHere(string declaration) => $"#pragma warning disable CS8981\n{declaration}\n#pragma warning restore CS8981";

        Compile(new Consumer(OnlyHere(source.Replace("{0}", "[SpanAttention.Attention(HeadDim = 2)]"))));
        Compile(new Consumer(OnlyHere(source.Replace("{0}", "[SpanAttention.SelfAttention(InputDim = 2)]"))));
    }

    [Fact]
    public void ARefusedNameOfSmallLettersIsOneFinding()
    {
        GeneratorRun run = GeneratorHarness.Run("#pragma warning disable CS8981\n[SpanAttention.Attention(HeadDim = 0)] partial struct query;\n#pragma warning restore CS8981");

        Assert.Equal("SPAT006", Assert.Single(run.Diagnostics).Id);
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void ProjectsThatAreCompliant(bool net80, bool tensors) =>
        Compile(new Consumer(Declarations.Everything, CompliantLayers) { Framework = net80 ? Framework.Net80 : Framework.Net100, OtherReferences = tensors ? [Tensors] : [] });

    [Theory]
    [InlineData("[assembly: System.CLSCompliant(false)]")]
    [InlineData("[assembly: System.CLSCompliant(true)] [module: System.CLSCompliant(true)]")]
    public void ProjectsThatSayMoreAboutCompliance(string attributes) => Compile(new Consumer(OneOfEachKind, attributes));

    /// <summary>Caches and contexts in signatures, and types that do not want to be compliant.</summary>
    private const string CompliantLayers =
        """
        [assembly: System.CLSCompliant(true)]

        namespace Game;

        using SpanAttention;

        /// <summary>A cache in a signature.</summary>
        [MultiHeadAttention(InputDim = 2, Causal = true, ContextLength = 8, Mask = AttentionMask.Keys)]
        public sealed partial class Text;

        /// <summary>Not compliant.</summary>
        [Attention(HeadDim = 2, Mask = AttentionMask.Keys, Dropout = true)]
        [System.CLSCompliant(false)]
        public readonly partial struct Other;
        """;

    private static void Compile(Consumer consumer)
    {
        GeneratorRun run = GeneratorHarness.Run(consumer);
        run.AssertClean();
        Assert.NotEmpty(run.Files);
    }
}
