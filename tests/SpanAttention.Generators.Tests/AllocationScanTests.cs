using System.Reflection.Emit;
using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Tests;

/// <summary>
/// No emitted routine can allocate: there is no instruction in it that does, and no call but to what is known not to.
/// Code that only leads to an exception is excepted, and so is what makes a layer or a cache: the constructor, which packs its weights, CreateCache and ProjectContext.
/// </summary>
public sealed class AllocationScanTests
{
    private static readonly OpCode[] Allocating = [OpCodes.Newarr, OpCodes.Box, OpCodes.Newobj];

    // What emitted code is made of. A name that ends in a point stands for all below it.
    private static readonly string[] Allowed =
    [
        "SpanAttention.Generated.",
        "SpanAttention.Primitives.",
        "SpanAttention.Normalization.",
        "SpanAttention.AttentionScratch.",
        "SpanAttention.AttentionOperands.",
        "SpanAttention.KeyValueCache.get_Count",
        "SpanAttention.ContextCache.get_Count",
        "System.Runtime.Intrinsics.",
        "System.Runtime.CompilerServices.Unsafe.",
        "System.Runtime.InteropServices.MemoryMarshal.",
        "System.Span`1.",
        "System.ReadOnlySpan`1.",
        "System.Memory`1.",
        "System.ReadOnlyMemory`1.",
        "System.Nullable`1.",
        "System.Math.",
        "Game.Routine.",
    ];

    // The frequencies are a table, whose span unoptimized code makes on the heap; only the constructor asks for it.
    private static readonly string[] Makers = ["Kernel.Pack", "Kernel.get_RotaryFrequencies", "Kernel.NewCache", "Kernel.ProjectContext"];

    // Values of other assemblies, which metadata does not tell from objects.
    private static readonly string[] Values = ["SpanAttention.Primitives.KeyValueShape..ctor"];

    public static TheoryData<string> Regimes => [.. Regime.All.Select(static regime => regime.Name)];

    [Theory]
    [MemberData(nameof(Regimes))]
    public void NothingInEmittedCodeAllocates(string regime)
    {
        Consumer consumer = new(Regime.All.Single(each => each.Name == regime).Source) { OptimizationLevel = OptimizationLevel.Release };

        string[] findings = [.. Methods(consumer).Where(static method => !Makes(method)).SelectMany(Findings)];

        Assert.True(findings.Length == 0, string.Join('\n', findings));
    }

    [Fact]
    public void AnythingElseIsFound()
    {
        Consumer consumer = new(
            """
            using System;
            using SpanAttention;

            namespace Game;

            [Attention(HeadDim = 4)]
            internal readonly partial struct Routine
            {
                public static object NewObject() => new Random(1);

                public static float[] NewArray() => new float[4];

                public static object Box(float number) => number;

                public static string Call(float number) => number.ToString();

                public static Action Delegate() => Nothing;

                public static ReadOnlySpan<float> Span(float[] numbers) => new(numbers, 1, 2);

                public static ReadOnlySpan<float> Table() => new float[] { 1, 2 };

                public static int Checked(object? argument) => argument is null ? throw new ArgumentNullException(nameof(argument)) : 1;

                private static void Nothing() { }
            }
            """) { OptimizationLevel = OptimizationLevel.Release };

        string[] findings = [.. Methods(consumer).SelectMany(Findings)];

        Assert.Equal(
            [
                "Game.Routine.Box: box System.Single",
                "Game.Routine.Call: call System.Single.ToString",
                "Game.Routine.Delegate: newobj System.Action..ctor",
                "Game.Routine.NewArray: newarr System.Single",
                "Game.Routine.NewObject: newobj System.Random..ctor",
                "Game.Routine.Table: call System.Runtime.CompilerServices.RuntimeHelpers.CreateSpan",
            ],
            findings.Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<EmittedMethod> Methods(Consumer consumer)
    {
        GeneratorRun run = GeneratorHarness.Run(consumer);
        return MethodReader.Read(run.ToImage());
    }

    private static bool Makes(EmittedMethod method) =>
        method.Name is "Game.Routine..ctor" || Makers.Any(maker => method.Name.EndsWith(maker, StringComparison.Ordinal));

    private static IEnumerable<string> Findings(EmittedMethod method) =>
        from index in Enumerable.Range(0, method.Instructions.Count)
        let instruction = method.Instructions[index]
        where IsAllocation(instruction) || IsUnknownCall(instruction)
        where !LeadsToThrow(method, index)
        select $"{method.Name}: {instruction}";

    private static bool IsAllocation(Instruction instruction) =>
        Allocating.Contains(instruction.OpCode) && !instruction.OnValueType && !Values.Contains(instruction.Operand);

    private static bool IsUnknownCall(Instruction instruction) =>
        (instruction.OpCode == OpCodes.Call || instruction.OpCode == OpCodes.Callvirt) && !Allowed.Any(instruction.Operand.StartsWith);

    // No way back from here but by an exception.
    private static bool LeadsToThrow(EmittedMethod method, int index) =>
        method.Instructions.Skip(index).First(static instruction => instruction.OpCode.FlowControl is not (FlowControl.Next or FlowControl.Call or FlowControl.Meta)).OpCode == OpCodes.Throw;
}
