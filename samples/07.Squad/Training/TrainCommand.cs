using System.Diagnostics;
using System.Globalization;
using SpanAttention;

/// <summary><c>train [FILE]</c>: draws a policy, has it imitate the <see cref="Shepherd"/>, and writes it.</summary>
internal static class TrainCommand
{
    private const int Worlds = 4;
    private const int Agents = 200;
    private const int Steps = 3000;
    private const int StepsALine = 250;

    public static void Run(string path)
    {
        Policy policy = Draw(seed: 1);
        Lesson lesson = new(policy, Worlds, Agents, Steps);
        GradientShards shards = new(Worlds, Policy.WeightCount);
        AdamW optimizer = new(weightDecay: 0);
        LearningRateSchedule schedule = new(peak: 0.01f, warmUpSteps: 100, Steps, least: 1e-4f);
        float[] means = new float[Policy.WeightCount];
        float[] squares = new float[Policy.WeightCount];
        long start = Stopwatch.GetTimestamp();
        double loss = 0;
        for (int step = 0; step < Steps; step++)
        {
            lesson.Begin(step);
            shards.Run(lesson, Environment.ProcessorCount);
            GradientNorm norm = default;
            norm.Add(shards.Mean);
            GradientNorm.Scale(shards.Mean, norm.FactorFor(1));
            optimizer.NextStep();
            optimizer.Update(policy.Weights, shards.Mean, means, squares, schedule.At(step));
            loss += lesson.Loss / StepsALine;
            if ((step + 1) % StepsALine == 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step + 1,5} of {Steps}, {Stopwatch.GetElapsedTime(start).TotalSeconds,4:F0} s: mean square error {loss:F3}; {lesson.Order}"));
                loss = 0;
            }
        }

        policy.Save(path);
        Console.WriteLine($"policy          {path}");
    }

    /// <summary>Weights drawn evenly, with the deviation of 1 / √inputs.</summary>
    private static Policy Draw(ulong seed)
    {
        SplitMix64 random = new(seed);
        float[] weights = new float[Policy.WeightCount];
        for (int index = 0; index < weights.Length; index++)
        {
            weights[index] = (float)(Math.Sqrt(3.0 / Entities.Traits) * ((2 * random.NextUnit()) - 1));
        }

        return new(weights);
    }
}
