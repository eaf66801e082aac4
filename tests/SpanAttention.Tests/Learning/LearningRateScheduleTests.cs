using Xunit;

namespace SpanAttention.Tests.Learning;

/// <summary>Learning rates by step.</summary>
public class LearningRateScheduleTests
{
    [Fact]
    public void It_rises_in_a_line_and_falls_along_a_cosine()
    {
        LearningRateSchedule schedule = new(peak: 8, warmUpSteps: 4, steps: 12, least: 2);

        Assert.Equal([2, 4, 6, 8], Enumerable.Range(0, 4).Select(schedule.At));
        Assert.Equal(5, schedule.At(7)); // halfway down
        Assert.Equal(2, schedule.At(11));
        Assert.Equal(2, schedule.At(int.MaxValue));
        Assert.All(Enumerable.Range(4, 7), step => Assert.True(schedule.At(step) < schedule.At(step - 1)));
    }

    [Fact]
    public void Without_a_rise_it_begins_at_the_peak()
    {
        LearningRateSchedule schedule = new(peak: 1, warmUpSteps: 0, steps: 101);

        Assert.Equal(1, schedule.At(0));
        Assert.Equal(0.5f, schedule.At(50));
        Assert.Equal(0, schedule.At(100));
    }

    [Fact]
    public void It_may_be_a_rise_alone()
    {
        LearningRateSchedule schedule = new(peak: 1, warmUpSteps: 2, steps: 2, least: 0.25f);

        Assert.Equal([0.5f, 1, 0.25f], Enumerable.Range(0, 3).Select(schedule.At));
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("peak", () => new LearningRateSchedule(0, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("peak", () => new LearningRateSchedule(float.NaN, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("least", () => new LearningRateSchedule(1, 1, 2, 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>("warmUpSteps", () => new LearningRateSchedule(1, -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => new LearningRateSchedule(1, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => new LearningRateSchedule(1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => new LearningRateSchedule(1, 0, 2).At(-1));
    }
}
