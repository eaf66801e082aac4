using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>The angles of rotary position embedding.</summary>
public class RotaryAnglesTests
{
    private static readonly float[] Frequencies = [1, 0.1f, 0.01f];

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void Are_position_times_frequency_in_double(int position)
    {
        float[] cos = new float[3];
        float[] sin = new float[3];
        RotaryAngles.Fill(position, Frequencies, cos, sin);
        for (int i = 0; i < Frequencies.Length; i++)
        {
            Assert.Equal((sin[i], cos[i]), SineCosine.Of((double)position * Frequencies[i]));
        }
    }

    [Fact]
    public void Leave_what_lies_behind_alone()
    {
        float[] cos = [9, 9, 9, 9];
        float[] sin = [9, 9, 9, 9];
        RotaryAngles.Fill(5, Frequencies, cos, sin);
        Assert.Equal(9, cos[3]);
        Assert.Equal(9, sin[3]);
    }

    [Fact]
    public void Write_nothing_where_a_span_is_too_short()
    {
        float[] cos = new float[3];
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryAngles.Fill(5, Frequencies, cos, new float[2]));
        Assert.Equal(new float[3], cos);
    }
}
