using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Tests;

/// <summary>What the reader of methods counts, on methods that were counted by hand.</summary>
public sealed class MethodReaderTests
{
    private const string Source =
        """
        namespace Game;

        using System;
        using System.Runtime.Intrinsics;
        using SpanAttention.Primitives;

        internal static class Counted
        {
            public static float Calls(ReadOnlySpan<float> values, int choice) => choice switch
            {
                0 => Lanes.MultiplyAdd(values[0], 2, 3),
                1 => Vector128.Sum(Lanes.MultiplyAdd(Vector128.Create(2f), Vector128<float>.One, Vector128.Create(choice).AsSingle())),
                2 => Calls(values.Slice(1), new Random(choice).Next()),
                3 => (float)1.5,
                _ => long.MaxValue - choice,
            };

            public static int Nothing() => 1;

            public static int Locals(int[] values)
            {
                int sum = 0;
                for (int index = 0; index < values.Length; index++)
                {
                    sum += values[index] ^ sum;
                }

                return sum;
            }
        }
        """;

    private static readonly IReadOnlyList<EmittedMethod> Methods = MethodReader.Read(
        GeneratorHarness.Run(new Consumer(Source, Declarations.OfEachKind("A", "B", "C")) { OptimizationLevel = OptimizationLevel.Release }).ToImage());

    [Fact]
    public void CallsAreCountedThoseAsideThatAreInstructions() => Assert.Equal(
        [
            "Game.Counted.Calls",
            "SpanAttention.Primitives.Lanes.MultiplyAdd",
            "SpanAttention.Primitives.Lanes.MultiplyAdd",
            "System.Random..ctor",
            "System.Random.Next",
            "System.ReadOnlySpan`1.Slice",
            "System.ReadOnlySpan`1.get_Item",
        ],
        Method("Calls").Calls.Order(StringComparer.Ordinal));

    [Fact]
    public void LocalsAreCounted()
    {
        Assert.Equal(0, Method("Nothing").Locals);
        Assert.Equal(2, Method("Locals").Locals);
    }

    [Fact]
    public void BytesOfILAreCounted() => Assert.Equal(2, Method("Nothing").CodeBytes); // ldc.i4.1, ret

    private static EmittedMethod Method(string name) => Assert.Single(Methods, method => method.Name == $"Game.Counted.{name}");
}
