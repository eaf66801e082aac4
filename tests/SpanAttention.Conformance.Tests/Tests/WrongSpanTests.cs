using System.Globalization;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Wrong spans and counts are refused by name and in numbers, before anything is written.</summary>
public sealed class WrongSpanTests
{
    [Fact]
    public void InputsOfWrongLengthAreRefused()
    {
        foreach (int excess in new[] { -1, 1 })
        {
            foreach ((string name, MemberCall member, _) in Everything())
            {
                foreach (string input in member.Inputs.Where(input => !AnyLengthIsPossible(name, input)))
                {
                    CallBuffers buffers = FreshBuffers(name);
                    int length = excess < 0 ? buffers.Length(input) - 1 : buffers.LongestLength(input) + 1;
                    buffers.Resize(input, length);
                    AssertRefused<ArgumentException>(name, member, buffers, input, length);
                }
            }
        }
    }

    [Fact]
    public void ShortOutputsAreRefused()
    {
        foreach ((string name, MemberCall member, _) in Everything())
        {
            foreach (string output in member.Outputs)
            {
                CallBuffers buffers = FreshBuffers(name);
                int length = buffers[output].Length - 1;
                buffers.Resize(output, length);
                AssertRefused<ArgumentException>(name, member, buffers, output, length);
            }
        }
    }

    [Fact]
    public void KeyCountsOutOfRangeAreRefused()
    {
        foreach (int excess in new[] { -1, 1 })
        {
            foreach ((string name, MemberCall member, CallBuffers buffers) in SampleMembers.All(excess).Where(sample => TakesCount(sample.Member)))
            {
                string parameter = member.Inputs.Contains("query") ? "keyCount" : "tokenCount";
                AssertRefused<ArgumentOutOfRangeException>(name, member, buffers, parameter, excess < 0 ? excess : null);
            }
        }
    }

    [Fact]
    public void PositionsBelowMinusOneAreRefused()
    {
        foreach ((string name, MemberCall member, CallBuffers buffers) in SampleMembers.All().Where(static sample => sample.Member.Inputs.Contains("positions")))
        {
            buffers.Set("positions", LayerOperands.Bits([0, -1, -2, 3]));
            AssertRefused<ArgumentOutOfRangeException>(name, member, buffers, "positions", -2);
        }
    }

    [Fact]
    public void OutputsMustNotOverlapInputs()
    {
        foreach ((string name, MemberCall member, _) in SampleMembers.All())
        {
            foreach ((string output, string input) in member.Outputs.SelectMany(output => member.InputsInPlace.Select(input => (output, input))))
            {
                AssertNoOverlap(name, member, output, input);
            }
        }
    }

    [Fact]
    public void OutputsMustNotOverlapEachOther()
    {
        foreach ((string name, MemberCall member, _) in Everything().Where(sample => sample.Member.Outputs.Length > 1))
        {
            foreach ((string later, string earlier) in member.Outputs.SelectMany((later, index) => member.Outputs.Take(index).Select(earlier => (later, earlier))))
            {
                AssertNoOverlap(name, member, later, earlier);
            }
        }
    }

    [Fact]
    public void MergedPartsMustNotOverlapPartly()
    {
        foreach ((string name, MemberCall member, _) in SampleMembers.Merges())
        {
            foreach ((string output, string input) in new[] { ("output", "outputA"), ("output", "outputB"), ("logSumExp", "logSumExpA"), ("logSumExp", "logSumExpB") })
            {
                AssertNoOverlap(name, member, output, input);
            }
        }
    }

    [Fact]
    public void MemoryBeyondWhatIsWrittenMayOverlap()
    {
        foreach ((_, MemberCall member, CallBuffers buffers) in SampleMembers.All().Where(static sample => !sample.Member.Outputs.Contains("state")))
        {
            buffers.OverlapBeyond("destination", member.Inputs.Last(input => !buffers.AreFlags(input)));
            member.Call(buffers);
        }
    }

    [Fact]
    public void CorrectSpansAreAccepted()
    {
        foreach ((_, MemberCall member, CallBuffers buffers) in Everything())
        {
            member.Call(buffers);
        }
    }

    [Fact]
    public void PartsOutsideOfAllKeysAreRefused()
    {
        AttentionDeclaration declaration = SampleDeclarations.Attentions.First(static sample => sample.Shape is { State: true, HasPositions: true, Alignment: QueryAlignment.BottomRight });
        ICompiledAttention attention = SampleDeclarations.Compiled.Find(declaration);
        CallBuffers buffers = MemberCalls.Buffers(declaration.Shape, 2, 70);
        foreach ((int firstKey, int totalKeys, string parameter) in new[] { (1, 200, "firstKey"), (-64, 200, "firstKey"), (64, 133, "firstKey"), (0, 69, "firstKey"), (0, -1, "totalKeys"), (0, (1 << 30) + 1, "totalKeys") })
        {
            ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => attention.Continue(CallOperands.Of(buffers), firstKey, totalKeys, buffers["state"]));
            Assert.Equal(parameter, exception.ParamName);
            Assert.Contains(Text(parameter == "firstKey" ? firstKey : totalKeys), exception.Message, StringComparison.Ordinal);
        }

        attention.Continue(CallOperands.Of(buffers), 64, 134, buffers["state"]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void UnknownStagesAreRefused()
    {
        foreach (AttentionDeclaration declaration in SampleDeclarations.Attentions)
        {
            ICompiledAttention attention = SampleDeclarations.Compiled.Find(declaration);
            CallBuffers buffers = MemberCalls.Buffers(declaration.Shape, declaration.QueryLength ?? 2, declaration.KeyLength ?? 2);
            ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
                () => attention.Scores(CallOperands.Of(buffers), (ScoreStage)4, buffers["destination"]));
            Assert.Equal("stage", exception.ParamName);
        }
    }

    [Fact]
    public void FewerTokensThanNoneHaveNoWorkspace()
    {
        foreach (LayerDeclaration declaration in SampleDeclarations.Layers)
        {
            ICompiledLayer layer = SampleDeclarations.Compiled.Find(declaration);
            Assert.Throws<ArgumentOutOfRangeException>("tokens", () => layer.WorkspaceBytes(-1));
            Assert.Throws<ArgumentOutOfRangeException>("tokens", () => layer.WorkspaceBytes(-1, 1));
            if (declaration.IsCross)
            {
                Assert.Throws<ArgumentOutOfRangeException>("contextTokens", () => layer.WorkspaceBytes(1, -1));
            }
        }
    }

    [Fact]
    public void WeightsOfWrongLengthAreRefused()
    {
        foreach (LayerDeclaration declaration in SampleDeclarations.Layers)
        {
            LayerTensors tensors = new LayerTrial(declaration, 1, 1, 1, 7).Tensors(DataKind.Ordinary);
            foreach (string name in LayerTensors.Names(declaration))
            {
                ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => SampleDeclarations.Compiled.Find(declaration).Create(tensors.Longer(name)));
                Assert.Contains(name, exception.Message, StringComparison.Ordinal);
                Assert.Contains((tensors.Of(name).Length + 1).ToString(CultureInfo.InvariantCulture), exception.Message, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<(string Name, MemberCall Member, CallBuffers Buffers)> Everything() =>
        SampleMembers.All().Concat(SampleMembers.Merges());

    private static CallBuffers FreshBuffers(string name) => Everything().First(sample => sample.Name == name).Buffers;

    // Merge counts tokens by logSumExpA; with one head any length of it is such a count, and the next span is the wrong one.
    private static bool AnyLengthIsPossible(string name, string input) =>
        input == "logSumExpA" && !name.Contains("Heads = ", StringComparison.Ordinal);

    private static bool TakesCount(MemberCall member) => member.Name.Contains("Count", StringComparison.Ordinal) || member.Name.Contains("both", StringComparison.Ordinal);

    /// <summary>Neither the first nor the last element that is written may lie on the other span.</summary>
    private static void AssertNoOverlap(string name, MemberCall member, string output, string other)
    {
        CallBuffers first = FreshBuffers(name);
        first.Overlap(output, other, 1);
        AssertRefused<ArgumentException>(name, member, first, output, null, other);
        CallBuffers last = FreshBuffers(name);
        last.OverlapEnd(output, other);
        AssertRefused<ArgumentException>(name, member, last, output, null, other);
    }

    private static void AssertRefused<T>(string name, MemberCall member, CallBuffers buffers, string parameter, int? number, string other = "")
        where T : ArgumentException
    {
        Exception? exception = Record.Exception(() => member.Call(buffers));
        string described = $"{name}, {parameter}: {exception?.GetType().Name ?? "accepted"} {exception?.Message}";
        Assert.True(exception?.GetType() == typeof(T), described);
        Assert.True(((T)exception!).ParamName == parameter, described);
        Assert.True(exception.Message.Contains(other, StringComparison.Ordinal), described);
        Assert.True(number is null || Numbers(exception.Message).Contains(number.Value), described);
        Assert.True(number is null || Numbers(exception.Message).Count() > 1, described);
        Assert.All(member.Outputs, output => Assert.True(buffers.IsUntouched(output), described));
    }

    private static IEnumerable<int> Numbers(string message) =>
        System.Text.RegularExpressions.Regex.Matches(message, @"-?\d+").Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture));
}
