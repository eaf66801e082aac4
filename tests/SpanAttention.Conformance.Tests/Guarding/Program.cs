using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>
/// The process that calls emitted members with all operands between pages that may not be touched. It writes every call before it is made, so that the last line names the one that ended it.
/// </summary>
public static class Program
{
    /// <summary>Without arguments random declarations are called; with the four of <see cref="ShiftedOperand"/> one of its own; with two, memory itself is tried.</summary>
    public static void Main(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                Array.ForEach(Enum.GetValues<PageEnd>(), static end => Run(GuardedCalls.All(), end));
                break;
            case [string image, string operand, string shift, string end]:
                Run(ShiftedOperand.Calls(image, operand, int.Parse(shift, CultureInfo.InvariantCulture)), Enum.Parse<PageEnd>(end));
                break;
            case [string end, string touch]:
                Try(Enum.Parse<PageEnd>(end), Enum.Parse<Touch>(touch));
                break;
            default:
                throw new ArgumentException("Arguments are none, image operand shift end, or end touch.", nameof(arguments));
        }
    }

    private static void Run(IEnumerable<GuardedCall> calls, PageEnd end)
    {
        foreach (GuardedCall call in calls)
        {
            Console.WriteLine($"{call}, at the {end} elements of memory");
            call.Run(end);
        }
    }

    private static void Try(PageEnd end, Touch touch)
    {
        float[] numbers = [1, 2, 3];
        using GuardedPages pages = new(end);
        Span<float> placed = pages.Place<float>(numbers, isWritten: touch != Touch.Write).Span;
        ref float first = ref MemoryMarshal.GetReference(placed);
        Console.WriteLine($"{touch}, at the {end} elements of memory");
        switch (touch)
        {
            case Touch.Within:
                Console.WriteLine(first + placed[^1]);
                break;
            case Touch.Before:
                Console.WriteLine(Unsafe.Add(ref first, -1));
                break;
            case Touch.Behind:
                Console.WriteLine(Unsafe.Add(ref first, placed.Length));
                break;
            default:
                first = 4;
                break;
        }
    }
}
