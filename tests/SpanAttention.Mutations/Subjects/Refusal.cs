using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Wrong spans are refused by name, before anything is written.</summary>
internal static class Refusal
{
    /// <summary>What is wrong with a member's refusals: of inputs and outputs of other lengths, and of outputs that lie on inputs.</summary>
    /// <param name="member">The member.</param>
    /// <param name="newBuffers">Buffers that it takes.</param>
    /// <param name="hasAnyLength">Inputs of which any length may be right.</param>
    /// <param name="overlaps">Outputs and what they must not lie on.</param>
    public static IEnumerable<string> Differences(MemberCall member, Func<CallBuffers> newBuffers, Func<string, bool> hasAnyLength, IEnumerable<(string Output, string Other)> overlaps)
    {
        member.Call(newBuffers());
        IEnumerable<(string Parameter, CallBuffers Buffers)> calls =
        [
            .. member.Inputs.Where(input => !hasAnyLength(input)).SelectMany(input => new[]
            {
                (input, Resized(newBuffers(), input, static (buffers, name) => buffers.Length(name) - 1)),
                (input, Resized(newBuffers(), input, static (buffers, name) => buffers.LongestLength(name) + 1)),
            }),
            .. member.Inputs.Where(static input => input == "residual").Select(input => (input, Resized(newBuffers(), input, static (_, _) => 0))),
            .. member.Outputs.Select(output => (output, Resized(newBuffers(), output, static (buffers, name) => buffers.Length(name) - 1))),
            .. overlaps.SelectMany(pair => new[]
            {
                (pair.Output, Overlapping(newBuffers(), buffers => buffers.Overlap(pair.Output, pair.Other, 1))),
                (pair.Output, Overlapping(newBuffers(), buffers => buffers.OverlapEnd(pair.Output, pair.Other))),
            }),
        ];
        return calls.Select(call => Difference<ArgumentException>(member, call.Buffers, call.Parameter)).OfType<string>();
    }

    /// <summary>Every output on every input, and later outputs on the first.</summary>
    public static IEnumerable<(string Output, string Other)> AllOverlaps(MemberCall member) =>
    [
        .. member.Outputs.SelectMany(output => member.InputsInPlace.Select(input => (output, input))),
        .. member.Outputs.Skip(1).Select(output => (output, member.Outputs[0])),
    ];

    /// <summary>How a call that must be refused was not.</summary>
    public static string? Difference<T>(MemberCall member, CallBuffers buffers, string parameter)
        where T : ArgumentException
    {
        try
        {
            member.Call(buffers);
            return $"{member.Name} accepts a wrong {parameter}";
        }
        catch (T exception) when (exception.GetType() == typeof(T) && exception.ParamName == parameter)
        {
            return member.Outputs.All(buffers.IsUntouched) ? null : $"{member.Name} writes before it refuses a wrong {parameter}";
        }
        catch (Exception exception)
        {
            return $"{member.Name} refuses a wrong {parameter} by {exception.GetType().Name}: {exception.Message}";
        }
    }

    private static CallBuffers Resized(CallBuffers buffers, string name, Func<CallBuffers, string, int> length)
    {
        buffers.Resize(name, length(buffers, name));
        return buffers;
    }

    private static CallBuffers Overlapping(CallBuffers buffers, Action<CallBuffers> overlap)
    {
        overlap(buffers);
        return buffers;
    }
}
