using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SpanAttention.Generators.Tests;

/// <summary>Emitted code compiles without a word wherever users may put it.</summary>
public sealed class ConsumerTests
{
    private static readonly string OneOfEachKind = Declarations.OfEachKind("Plain", "Scaled", "Layer", "namespace Game {", "}");

    public static TheoryData<LanguageVersion, bool, bool> Projects
    {
        get
        {
            TheoryData<LanguageVersion, bool, bool> projects = [];
            foreach (LanguageVersion version in new[] { LanguageVersion.CSharp12, LanguageVersion.CSharp13, LanguageVersion.CSharp14, LanguageVersion.Preview })
            {
                projects.Add(version, false, false);
                projects.Add(version, false, true);
                projects.Add(version, true, false);
                projects.Add(version, true, true);
            }

            return projects;
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void AnyProject(LanguageVersion languageVersion, bool allowUnsafe, bool net80) =>
        Compile(new Consumer(Declarations.Everything)
        {
            LanguageVersion = languageVersion,
            AllowUnsafe = allowUnsafe,
            Framework = net80 ? Framework.Net80 : Framework.Net100,
        });

    /// <summary>Weights of so many pairs fit no span; contexts can be computed all the same.</summary>
    [Theory]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 3, SequenceLength = 46_341)] partial struct Long;")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 3, SequenceLength = 134_217_727)] partial struct Long;")]
    [InlineData("[SpanAttention.Attention(Heads = 12, HeadDim = 64, SequenceLength = 16_384)] partial struct Long;")]
    [InlineData("[SpanAttention.Attention(HeadDim = 64, QueryLength = 1_048_576, KeyLength = 4096, Causal = true)] partial struct Long;")]
    [InlineData("[SpanAttention.AdditiveAttention(HeadDim = 3, SequenceLength = 65_536)] partial struct Long;")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 64, Heads = 12, HeadDim = 64, SequenceLength = 16_384)] sealed partial class Long;")]
    public void LongSequences(string declaration) => Compile(new Consumer(declaration));

    [Fact]
    public void CheckedArithmetic() => Compile(new Consumer(Declarations.Everything) { CheckOverflow = true });

    [Theory]
    [InlineData("MathF")]
    [InlineData("Math")]
    [InlineData("Vector")]
    [InlineData("Vector128")]
    [InlineData("Vector256")]
    [InlineData("Vector512")]
    [InlineData("Attention")]
    [InlineData("Lanes")]
    [InlineData("Span")]
    [InlineData("ReadOnlySpan")]
    [InlineData("Unsafe")]
    [InlineData("MemoryMarshal")]
    [InlineData("GeneratedCode")]
    [InlineData("GeneratedCodeAttribute")]
    [InlineData("ArgumentException")]
    [InlineData("Exponential")]
    [InlineData("Kernel")]
    [InlineData("Weights")]
    [InlineData("System")]
    [InlineData("SpanAttention")]
    [InlineData("Generated")]
    public void ATypeOfTheUsersHasANameThatEmittedCodeUses(string name)
    {
        string types = $"internal static class {name};\ninternal struct {name}<T>;\n";

        Compile(new Consumer(Declarations.OfEachKind("Plain", "Scaled", "Layer", "namespace Game {", types + "}")));
        if (name is not ("System" or "SpanAttention")) // with those, no source whatsoever can name the framework or the library
        {
            Compile(new Consumer(OneOfEachKind, types));
            Compile(new Consumer(Declarations.OfEachKind("Plain", "Scaled", "Layer"), types));
        }
    }

    [Theory]
    [InlineData("MathF", "Vector", "Vector512")]
    [InlineData("Attention", "Span", "Lanes")]
    [InlineData("System", "Kernel", "ReadOnlySpan")]
    [InlineData("@class", "@event", "@int")]
    [InlineData("@record", "@file", "@field")]
    [InlineData("@required", "@scoped", "@extension")]
    [InlineData("Ätherisch", "注意", "Ünïcode_名")]
    [InlineData("_", "__", "A_B")]
    public void DeclaredTypesHaveSuchNames(string selfAttention, string attention, string layer)
    {
        Compile(new Consumer(Declarations.OfEachKind(selfAttention, attention, layer, "namespace Game {", "}")) { LanguageVersion = LanguageVersion.CSharp14 });
        if (selfAttention != "System")
        {
            Compile(new Consumer(Declarations.OfEachKind(selfAttention, attention, layer)));
        }
    }

    [Theory]
    [InlineData("namespace @namespace.@event {", "}")]
    [InlineData("namespace Game.System.SpanAttention {", "}")]
    [InlineData("namespace SpanAttention {", "}")]
    [InlineData("namespace SpanAttention.Generated {", "}")]
    [InlineData("namespace SpanAttention.Primitives {", "}")]
    [InlineData("namespace Игра.Ядро {", "}")]
    public void AnyNamespace(string open, string close) =>
        Compile(new Consumer(Declarations.OfEachKind("Plain", "Scaled", "Layer", open, close)));

    [Theory]
    [InlineData("internal partial class Outer { private partial struct Inner {", "} }")]
    [InlineData("internal static partial class @class { internal partial interface IInner {", "} }")]
    [InlineData("internal partial record Outer { protected partial record struct @record {", "} }")]
    [InlineData("internal abstract partial class Outer { protected internal readonly partial struct Inner {", "} }")]
    [InlineData("internal partial record class Outer(int Count) { private ref partial struct Inner {", "} }")]
    public void AnyContainers(string open, string close)
    {
        string source = Declarations.OfEachKind("Plain", "Scaled", "Layer", open, close);

        Compile(new Consumer(source));
        Compile(new Consumer($"namespace Game {{ {source} }}"));
    }

    [Theory]
    [InlineData("partial struct")]
    [InlineData("readonly partial struct")]
    [InlineData("ref partial struct")]
    [InlineData("readonly ref partial struct")]
    [InlineData("partial record struct")]
    [InlineData("readonly partial record struct")]
    [InlineData("partial class")]
    [InlineData("sealed partial class")]
    [InlineData("static partial class")]
    [InlineData("abstract partial class")]
    [InlineData("partial record")]
    [InlineData("sealed partial record class")]
    public void AnyKindOfType(string kind)
    {
        Compile(new Consumer($"[SpanAttention.Attention(HeadDim = 4)] internal {kind} Scaled;"));
        Compile(new Consumer($"[SpanAttention.SelfAttention(InputDim = 4)] internal {kind} Plain;"));
    }

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("protected")]
    [InlineData("private")]
    [InlineData("protected internal")]
    [InlineData("private protected")]
    public void AnyAccessibility(string accessibility) =>
        Compile(new Consumer(
            $$"""
            internal partial class Outer
            {
                /// <summary>Attention.</summary>
                [SpanAttention.Attention(HeadDim = 4)]
                {{accessibility}} readonly partial struct Scaled;

                /// <summary>A layer.</summary>
                [SpanAttention.MultiHeadAttention(InputDim = 4)]
                {{accessibility}} sealed partial class Layer;
            }
            """));

    [Theory]
    [InlineData("My-App 1")]
    [InlineData("1st")]
    [InlineData("try")]
    [InlineData("System")]
    [InlineData("SpanAttention")]
    [InlineData("Vector512")]
    [InlineData("Game.Core")]
    [InlineData("Game")]
    [InlineData("注意")]
    [InlineData("record")]
    public void AnyAssemblyName(string assemblyName)
    {
        Compile(new Consumer(OneOfEachKind) { AssemblyName = assemblyName });
        Compile(new Consumer(Declarations.OfEachKind("Plain", "Scaled", "Layer")) { AssemblyName = assemblyName });
    }

    [Fact]
    public void TwoAssembliesDeclareTheSameTypeAndOneSeesTheOthersInternals()
    {
        const string friend = "Game.Tests";
        string internals = Declarations.OfEachKind("Plain", "Scaled", "Layer", "namespace Game {", "}").Replace("public ", "internal ").Replace("internal const", "public const");
        Consumer core = new(internals, $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{friend}\")]") { AssemblyName = "Game.Core" };
        MetadataReference reference = Compile(core).ToReference();

        Compile(new Consumer(internals) { AssemblyName = friend, OtherReferences = [reference] });
    }

    [Fact]
    public void TypesWhoseNamesDifferInCaseOnlyDoNotShareFiles() =>
        Compile(new Consumer(
            """
            using SpanAttention;

            [Attention(HeadDim = 4)] internal readonly partial struct Squad;
            [Attention(HeadDim = 4)] internal readonly partial struct SQUAD;
            [SelfAttention(InputDim = 4)] internal static partial class sQuad;
            """));

    [Fact]
    public void TypesWhoseNamesLookAlikeDoNotShareFiles() =>
        Compile(new Consumer(
            """
            using SpanAttention;

            [Attention(HeadDim = 4)] internal readonly partial struct A_B;
            [Attention(HeadDim = 4)] internal readonly partial struct A__B;
            [Attention(HeadDim = 4)] internal readonly partial struct AB;
            internal partial class A { [Attention(HeadDim = 4)] public readonly partial struct B; [Attention(HeadDim = 4)] public readonly partial struct _0B; }
            namespace A_ { [Attention(HeadDim = 4)] internal readonly partial struct B; }
            namespace C { [Attention(HeadDim = 4)] internal readonly partial struct _B; }
            namespace C_ { [Attention(HeadDim = 4)] internal readonly partial struct B; }
            namespace B { [Attention(HeadDim = 4)] internal readonly partial struct A_; }
            """));

    /// <summary>Whatever part of two names differs in case only: a namespace, a container, the type, one namespace and another's type.</summary>
    [Theory]
    [InlineData("namespace Game { [Attention] partial struct Squad; } namespace game { [Attention] partial struct Squad; }")]
    [InlineData("namespace Game.Core { [Attention] partial struct Squad; } namespace Game.CORE { [Attention] partial struct Squad; } namespace game.Core { [Attention] partial struct squaD; }")]
    [InlineData("partial class Outer { [Attention] internal partial struct Squad; } partial class OUTER { [Attention] internal partial struct squaD; }")]
    [InlineData("namespace Game { [Attention] partial struct Squad; } namespace Game.squaD { [Attention] partial struct KERNEL; [Attention] partial struct Vector128; }")]
    [InlineData("[Attention] partial struct Squad { [Attention] internal partial struct KERNEL; [Attention] internal partial struct kernel_; [Attention] internal partial struct Kernel; }")]
    [InlineData("namespace Straße { [Attention] partial struct Ärger; [Attention] partial struct ärger; }")]
    public void NamesThatDifferInCaseOnlyDoNotShareFiles(string source)
    {
        string declarations = source.Replace("[Attention]", "[SpanAttention.Attention(HeadDim = 2)]");

        IEnumerable<string> names = Compile(new Consumer(declarations)).Files.Keys;

        Assert.Equal(names.Order(), Compile(new Consumer([.. Enumerable.Reverse(SplitTypes(declarations))])).Files.Keys.Order());
    }

    /// <summary>A type's files keep their names when others come, so long as none of them differs from it in case only.</summary>
    [Fact]
    public void OtherTypesDoNotRenameFiles()
    {
        const string Squad = "namespace Game { [SpanAttention.Attention(HeadDim = 2)] partial struct Squad; }";

        Assert.Subset(
            Compile(new Consumer(Squad, "namespace Gamer { [SpanAttention.Attention(HeadDim = 2)] partial struct Squad; }")).Files.Keys.ToHashSet(),
            Compile(new Consumer(Squad)).Files.Keys.ToHashSet());
    }

    /// <summary>Such source is wrong, but what is emitted for it is not the reason.</summary>
    [Fact]
    public void ATypeAndANamespaceOfOneNameDoNotShareFiles() =>
        Assert.Null(GeneratorHarness.Run("[SpanAttention.Attention(HeadDim = 2)] partial struct Squad; namespace Squad { [SpanAttention.Attention(HeadDim = 2)] partial struct Kernel; }").Result.Exception);

    [Theory]
    [InlineData("Kernel")]
    [InlineData("Vector512")]
    public void ANestedTypeDoesNotShareFilesWithItsContainersKernel(string nested) =>
        Compile(new Consumer(
            $$"""
            using SpanAttention;

            [Attention(HeadDim = 4)]
            internal readonly partial struct Squad
            {
                [Attention(HeadDim = 8)]
                public readonly partial struct {{nested}};
            }
            """));

    /// <summary>Top-level statements are a part of Program that cannot be called partial.</summary>
    [Theory]
    [InlineData("internal partial class Program { [SpanAttention.SelfAttention(InputDim = 2)] internal static partial class Tiny; }", "Program.Tiny.Forward")]
    [InlineData("internal partial class Program { internal partial record Inner { [SpanAttention.SelfAttention(InputDim = 2)] internal partial struct Tiny; } }", "Program.Inner.Tiny.Forward")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 2)] internal partial class Program;", "Forward")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 2)] internal partial class Program { public static int Twice => 2 * InputDim; }", "Program.Forward")]
    public void TheProgramOfTopLevelStatements(string types, string forward)
    {
        string statements = $"float[] inputs = [1, 2, 3, 4], context = new float[4]; {forward}(inputs, context); System.Console.WriteLine(context[0]);";

        Compile(new Consumer($"{statements} {types}") { OutputKind = OutputKind.ConsoleApplication });
        Compile(new Consumer(statements, types) { OutputKind = OutputKind.ConsoleApplication });
    }

    [Fact]
    public void ALayerMayBeTheProgramOfTopLevelStatements() =>
        Compile(new Consumer("System.Console.WriteLine(Program.WorkspaceBytes(3));", "[SpanAttention.MultiHeadAttention(InputDim = 2)] internal sealed partial class Program;") { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public void TheUsersPartMayOverloadEmittedMethodsAndUseEmittedConstants() =>
        Compile(new Consumer(
            """
            using System;
            using SpanAttention;

            [Attention(HeadDim = 4, Heads = 2)]
            internal readonly partial struct Scaled
            {
                public const int Width = Heads * HeadDim;

                public static void Forward(ReadOnlySpan<float> all, Span<float> destination) => Forward(all, all, all, destination);
            }
            """));

    [Fact]
    public void AConstantOfTheUsersOwnIsAnArgument() =>
        Compile(new Consumer(
            """
            using SpanAttention;

            [Attention(HeadDim = Shape.Width / Shape.Heads, Heads = Shape.Heads, Scale = Shape.Scale)]
            internal readonly partial struct Scaled;

            internal static class Shape
            {
                public const int Width = 64;
                public const byte Heads = 4;
                public const float Scale = 0.5f;
            }
            """));

    [Fact]
    public void DeclaredAndAttributedInDifferentParts() =>
        Compile(new Consumer(
            "internal partial struct Scaled;",
            "[SpanAttention.Attention(HeadDim = 4)] partial struct Scaled;",
            "partial struct Scaled { public static int Twice => 2 * HeadDim; }"));

    /// <summary>Every top-level declaration as a file of its own.</summary>
    private static IEnumerable<string> SplitTypes(string source) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp12)).GetCompilationUnitRoot().Members.Select(static member => member.ToString());

    private static GeneratorRun Compile(Consumer consumer)
    {
        GeneratorRun run = GeneratorHarness.Run(consumer);
        run.AssertClean();
        Assert.NotEmpty(run.Files);
        return run;
    }
}
