using SpanAttention.Verification.Tests.Kernels;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Reads and writes what is not the call's, or not all that is; and remembers what it should not.</summary>
internal static class MemoryMistakes
{
    private static readonly AttentionShape Shape = Shapes.Plain;
    private static readonly AttentionCall Right = new PlainAttention(Shape).Forward;

    private static float[] scratch = new float[1 << 16];

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["writes nothing"] = Mistake.Around(Shape, static _ => static (in _, _) => { }, "NothingElseIsWritten", "WithinErrorBound"),
        ["writes zeros"] = Mistake.Around(Shape, static _ => static (in _, destination) => destination.Clear(), "RowsSumToOne"),
        ["writes NaN"] = Mistake.Around(Shape, static _ => static (in _, destination) => destination.Fill(float.NaN), "WithinErrorBound"),
        ["adds to what the destination held"] = Mistake.Of(new PlainAttention(Shape) { Accumulates = true }, "NothingElseIsRead"),
        ["the last element is not written"] = Mistake.Around(Shape, static right => (in operands, destination) => { float last = destination[^1]; right(operands, destination); destination[^1] = last; }, "NothingElseIsWritten"),
        ["a float behind the destination is written"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); Write(destination, destination.Length); }, "NothingElseIsWritten"),
        ["a float before the destination is written"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); Write(destination, -1); }, "NothingElseIsWritten"),
        ["whole vectors are written"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); if (destination.Length % 8 == 4) { Write(destination, destination.Length + 3); } }, "NothingElseIsWritten"),
        ["the query is scaled in place"] = Mistake.Around(Shape, static right => (in operands, destination) => { Span<float> query = Writable(operands.Query); query[0] *= 0.5f; right(operands, destination); }, "InputsAreNotWritten"),
        ["the query is scaled in place, and back"] = Mistake.Around(Shape, static right => (in operands, destination) => { Span<float> query = Writable(operands.Query); query[0] *= 0.3f; query[0] /= 0.3f; right(operands, destination); }, "InputsAreNotWritten"),
        ["values are written"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); Writable(operands.Value)[^1] = 0; }, "InputsAreNotWritten"),
        ["a float behind the keys is written"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); Write(Writable(operands.Key), operands.Key.Length); }, "NothingElseIsWritten"),
        ["a float behind the values is read"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); destination[0] += 0 * Read(operands.Value, operands.Value.Length); }, "NothingElseIsRead"),
        ["a float before the query is read"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); destination[0] += Read(operands.Query, -1) > 1e5f ? 1 : 0; }, "NothingElseIsRead"),
        ["a place behind the mask is read"] = Mistake.Around(Shapes.Masked, static right => (in operands, destination) => { right(operands, destination); destination[0] += Unsafe.Add(ref MemoryMarshal.GetReference(operands.Mask), operands.Mask.Length) ? 0 : 1; }, "NothingElseIsRead"),
        ["a place before the mask is read"] = Mistake.Around(Shapes.Masked, static right => (in operands, destination) => { right(operands, destination); destination[0] += Unsafe.Add(ref MemoryMarshal.GetReference(operands.Mask), -1) ? 0 : 1; }, "NothingElseIsRead"),
        ["a float behind the sinks is read"] = Mistake.Around(Shapes.Sunk, static right => (in operands, destination) => { right(operands, destination); destination[0] += 0 * Read(operands.Sinks, 2); }, "NothingElseIsRead"),
        ["a row behind the last is written"] = Mistake.Around(Shape with { HeadDim = 128 }, static right => (in operands, destination) => { right(operands, destination); Write(destination, destination.Length + 127); }, "NothingElseIsWritten"),
        ["a −0 in the values is written back as +0"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); Unsign(Writable(operands.Value)); }, "InputsAreNotWritten"),
        ["keys are remembered by their address"] = Mistake.Around(Shape, static right => RemembersAddress(right), "SameCallSameBits"),
        ["results are remembered by the first float of the keys"] = Mistake.Around(Shape, static right => RemembersFirst(right), "WithinErrorBound"),
        ["the first call of a thread is wrong"] = Mistake.Around(Shape, static right => OnceAThread(right), "SameCallSameBits"),
        ["a result goes through a field that all threads share"] = Mistake.Around(Shape, static right => ThroughField(right), "SameCallSameBits"),
        ["one query has +0 for −0, which is promised not to be"] = new(
            new AttentionRoutine { Shape = Shapes.Causal, Promises = AttentionPromises.SameBits, Forward = static (in operands, destination) => { new PlainAttention(Shapes.Causal).Forward(operands, destination); Resign(destination, operands.Query.Length > 3); } }, "SplitQueriesGiveTheSame"),
        ["what is not aligned is not right"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); destination[0] += Misaligned(operands.Key) ? 0.01f : 0; }, "NothingElseIsRead"),
        ["one scratch for all threads"] = Mistake.Around(Shape, static _ => ThroughScratch, "SameCallSameBits"),
        ["scratch keeps what a longer call left"] = Mistake.Around(Shape, static right => Dirty(right), "SameCallSameBits"),
        ["the keys of a span are remembered by its length"] = Mistake.Around(Shape, static right => Remembers(right), "WithinErrorBound"),
        ["the first call is right"] = Mistake.Around(Shape, static right => Counts(right, static call => call == 1), "SameCallSameBits"),
        ["every seventh call is wrong"] = Mistake.Around(Shape, static right => Counts(right, static call => call % 7 != 0), "SameCallSameBits"),
        ["the sum is taken in any order"] = Mistake.Around(Shape, static right => (in operands, destination) => { right(operands, destination); destination[0] = Random.Shared.Next(2) == 0 ? MathF.BitIncrement(destination[0]) : destination[0]; }, "SameCallSameBits"),
        ["throws for three queries"] = Mistake.Around(Shape, static right => (in operands, destination) => { if (operands.Query.Length == 9) { throw new NotSupportedException(); } right(operands, destination); }, "WithinErrorBound"),
    };

    private static Span<float> Writable(ReadOnlySpan<float> span) => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(span), span.Length);

    private static void Write(Span<float> span, int index) => Unsafe.Add(ref MemoryMarshal.GetReference(span), index) = 1;

    private static float Read(ReadOnlySpan<float> span, int index) => Unsafe.Add(ref MemoryMarshal.GetReference(span), index);

    private static unsafe bool Misaligned(ReadOnlySpan<float> span) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span)) % 8 != 0;

    private static void Unsign(Span<float> numbers)
    {
        foreach (ref float number in numbers)
        {
            number += 0f;
        }
    }

    private static void Resign(Span<float> numbers, bool isNegative)
    {
        foreach (ref float number in numbers)
        {
            number = number == 0 ? (isNegative ? -0f : 0f) : number;
        }
    }

    private static unsafe AttentionCall RemembersAddress(AttentionCall right)
    {
        nint last = 0;
        float[] key = [];
        return (in operands, destination) =>
        {
            nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(operands.Key));
            key = address == last && key.Length == operands.Key.Length ? key : operands.Key.ToArray();
            last = address;
            right(operands with { Key = key }, destination);
        };
    }

    private static AttentionCall RemembersFirst(AttentionCall right)
    {
        Dictionary<(float Key, int Length), float[]> remembered = [];
        return (in operands, destination) =>
        {
            (float, int) name = (operands.Key[0], operands.Query.Length);
            if (!remembered.TryGetValue(name, out float[]? context))
            {
                remembered[name] = context = new float[destination.Length];
                right(operands, context);
            }

            context.CopyTo(destination);
        };
    }

    private static AttentionCall OnceAThread(AttentionCall right)
    {
        ThreadLocal<bool> called = new();
        return (in operands, destination) =>
        {
            right(operands, destination);
            destination[0] += called.Value ? 0 : 1;
            called.Value = true;
        };
    }

    private static AttentionCall ThroughField(AttentionCall right)
    {
        float field = 0;
        return (in operands, destination) =>
        {
            right(operands, destination);
            Volatile.Write(ref field, destination[0]);
            Thread.SpinWait(20);
            destination[0] = Volatile.Read(ref field);
        };
    }

    private static void ThroughScratch(in AttentionOperands operands, Span<float> destination)
    {
        operands.Value.CopyTo(scratch);
        Right(operands with { Value = scratch.AsSpan(0, operands.Value.Length) }, destination);
        Right(operands with { Value = scratch.AsSpan(0, operands.Value.Length) }, destination);
    }

    private static AttentionCall Dirty(AttentionCall right)
    {
        float largest = 0;
        return (in operands, destination) =>
        {
            right(operands, destination);
            float before = largest;
            largest = operands.Value.ToArray().Max(Math.Abs);
            destination[0] += before > 8 ? 0.01f : 0;
        };
    }

    private static AttentionCall Remembers(AttentionCall right)
    {
        Dictionary<int, float[]> remembered = [];
        return (in operands, destination) =>
        {
            if (!remembered.TryGetValue(operands.Key.Length, out float[]? key))
            {
                remembered[operands.Key.Length] = key = operands.Key.ToArray();
            }

            right(operands with { Key = key }, destination);
        };
    }

    private static AttentionCall Counts(AttentionCall right, Func<int, bool> isRight)
    {
        int calls = 0;
        return (in operands, destination) =>
        {
            right(operands, destination);
            destination[0] += isRight(++calls) ? 0 : 0.5f;
        };
    }
}
