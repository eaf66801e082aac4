using SpanAttention.Conformance.Tests.Guarding;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The spans of one call by parameter name, each of the right length until a test changes that.</summary>
public sealed class CallBuffers
{
    private readonly Dictionary<string, Memory<float>> buffers;
    private readonly Dictionary<string, Memory<bool>> flags;
    private readonly Dictionary<string, int> longest = [];

    public CallBuffers(params (string Name, int Length)[] lengths)
        : this(new Dictionary<string, Memory<float>>(), new Dictionary<string, Memory<bool>>())
    {
        foreach ((string name, int length) in lengths)
        {
            Resize(name, length);
        }
    }

    private CallBuffers(Dictionary<string, Memory<float>> buffers, Dictionary<string, Memory<bool>> flags)
    {
        this.buffers = buffers;
        this.flags = flags;
    }

    public Span<float> this[string name] => buffers[name].Span;

    public Memory<float> Memory(string name) => buffers[name];

    public Memory<bool> Flags(string name) => flags[name];

    /// <summary>Whether a span is of bool.</summary>
    public bool AreFlags(string name) => flags.ContainsKey(name);

    public int Length(string name) => AreFlags(name) ? flags[name].Length : buffers[name].Length;

    /// <summary>The longest length that is right.</summary>
    public int LongestLength(string name) => longest.GetValueOrDefault(name, Length(name));

    public void AllowLonger(string name, int length) => longest[name] = length;

    public void AddFlags(string name, int length)
    {
        bool[] buffer = new bool[length];
        buffer.AsSpan().Fill(true);
        flags[name] = buffer;
    }

    public void Set(string name, float[] numbers) => buffers[name] = numbers;

    public void Set(string name, bool[] numbers) => flags[name] = numbers;

    /// <summary>The same with copies of a member's operands between pages that may not be touched.</summary>
    internal CallBuffers In(GuardedPages pages, MemberCall member)
    {
        CallBuffers placed = new(new Dictionary<string, Memory<float>>(buffers), new Dictionary<string, Memory<bool>>(flags));
        foreach (string name in member.Inputs.Concat(member.Outputs))
        {
            bool isWritten = member.Outputs.Contains(name);
            if (AreFlags(name))
            {
                placed.flags[name] = pages.Place<bool>(flags[name], isWritten);
            }
            else
            {
                placed.buffers[name] = pages.Place<float>(buffers[name], isWritten);
            }
        }

        return placed;
    }

    public void Resize(string name, int length)
    {
        if (AreFlags(name))
        {
            AddFlags(name, length);
            return;
        }

        float[] buffer = new float[length];
        buffer.AsSpan().Fill(Bits.Untouched);
        buffers[name] = buffer;
    }

    /// <summary>Places the start of <paramref name="written"/> so that it shares <paramref name="elements"/> with the end of <paramref name="input"/>.</summary>
    public void Overlap(string written, string input, int elements)
    {
        if (AreFlags(input))
        {
            int before = FloatsOf(flags[input].Length); // the last flag is the first byte that is written
            PlaceFlags(written, input, before, (sizeof(float) * before) + 1 - flags[input].Length);
            return;
        }

        int inputLength = buffers[input].Length;
        Memory<float> joint = new float[inputLength + buffers[written].Length - elements];
        joint.Span.Fill(Bits.Untouched);
        buffers[input] = joint[..inputLength];
        buffers[written] = joint[(inputLength - elements)..];
    }

    /// <summary>Places the last element of <paramref name="written"/> on the first of <paramref name="input"/>.</summary>
    public void OverlapEnd(string written, string input)
    {
        if (AreFlags(input))
        {
            PlaceFlags(written, input, writtenStart: 0, (sizeof(float) * buffers[written].Length) - 1); // the first flag is the last byte that is written
            return;
        }

        int writtenLength = buffers[written].Length;
        Memory<float> joint = new float[writtenLength + buffers[input].Length - 1];
        joint.Span.Fill(Bits.Untouched);
        buffers[written] = joint[..writtenLength];
        buffers[input] = joint[(writtenLength - 1)..];
    }

    /// <summary>Places the end of <paramref name="written"/>, which is longer than needed, on the start of <paramref name="input"/>.</summary>
    public void OverlapBeyond(string written, string input)
    {
        int writtenLength = buffers[written].Length;
        Memory<float> joint = new float[writtenLength + buffers[input].Length];
        buffers[input] = joint[writtenLength..];
        buffers[written] = joint;
    }

    public bool IsUntouched(string name) => !buffers[name].Span.ContainsAnyExcept(Bits.Untouched);

    private void PlaceFlags(string written, string input, int writtenStart, int flagsStart)
    {
        int flagCount = flags[input].Length;
        int writtenLength = buffers[written].Length;
        Memory<float> joint = new float[writtenLength + FloatsOf(flagCount)];
        joint.Span.Fill(Bits.Untouched);
        buffers[written] = joint.Slice(writtenStart, writtenLength);
        flags[input] = new FlagMemory(joint, flagsStart, flagCount).Memory;
    }

    private static int FloatsOf(int flagCount) => (flagCount + sizeof(float) - 1) / sizeof(float);
}
