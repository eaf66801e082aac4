using System.Globalization;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>
/// Learning rates by step: rising in a straight line to <see cref="Peak"/> over the first steps, then falling along half a cosine to <see cref="Least"/> (Loshchilov and Hutter, "SGDR", 2017).
/// Computed from the step alone, by operations that are the same on every machine.
/// </summary>
public sealed class LearningRateSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="peak">The largest learning rate: finite and above 0.</param>
    /// <param name="warmUpSteps">Steps of the rise, the last of which has the peak; 0 for none.</param>
    /// <param name="steps">All steps, those of the rise among them.</param>
    /// <param name="least">The learning rate of the last step and all after it, from 0 to the peak.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LearningRateSchedule(float peak, int warmUpSteps, int steps, float least = 0)
    {
        if (!(peak > 0) || !float.IsFinite(peak))
        {
            throw OutOfRange(nameof(peak), peak, "finite and above 0");
        }

        if (!(least >= 0 && least <= peak))
        {
            throw OutOfRange(nameof(least), least, string.Create(CultureInfo.InvariantCulture, $"from 0 to the peak, {peak}"));
        }

        if (warmUpSteps < 0)
        {
            throw OutOfRange(nameof(warmUpSteps), warmUpSteps, "at least 0");
        }

        if (steps < 1 || steps < warmUpSteps)
        {
            throw OutOfRange(nameof(steps), steps, string.Create(CultureInfo.InvariantCulture, $"at least 1, and at least warmUpSteps, {warmUpSteps}"));
        }

        (Peak, WarmUpSteps, Steps, Least) = (peak, warmUpSteps, steps, least);
    }

    /// <summary>The largest learning rate.</summary>
    public float Peak { get; }

    /// <summary>Steps of the rise.</summary>
    public int WarmUpSteps { get; }

    /// <summary>All steps.</summary>
    public int Steps { get; }

    /// <summary>The learning rate of the last step.</summary>
    public float Least { get; }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step, from 0 on; those after the last have the least rate.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public float At(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step < WarmUpSteps)
        {
            return (float)(Peak * (step + 1.0) / WarmUpSteps);
        }

        if (step >= Steps - 1)
        {
            return Least;
        }

        int peakStep = Math.Max(0, WarmUpSteps - 1);
        double progress = (double)(step - peakStep) / (Steps - 1 - peakStep);
        float cosine = SineCosine.Of(Math.PI * progress).Cosine;
        return (float)(Least + ((Peak - (double)Least) * 0.5 * (1 + (double)cosine)));
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, object value, string range) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {range}."));
}
