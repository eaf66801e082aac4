using System.Globalization;
using SpanAttention;
using Training;

namespace Translation;

/// <summary>The training of one model after the other, each from the same sentences.</summary>
/// <param name="folder">Where weights go.</param>
/// <param name="seed">Decides about the sentences.</param>
/// <param name="threads">Threads; none of them changes a bit.</param>
/// <param name="isQuick">A tenth of the steps.</param>
internal sealed class TrainingRun(string folder, ulong seed, int threads, bool isQuick)
{
    private const int StepsALine = 100;
    private const float Rate = 2e-3f;

    /// <summary>Trains a model and keeps its weights, in 16 bits each: what is shown afterwards is what they do.</summary>
    /// <param name="translator">The model.</param>
    /// <param name="isInterrupted">Asked after every step.</param>
    /// <returns>Whether all steps were taken.</returns>
    public bool Train(Translator translator, Func<bool> isInterrupted)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{translator.Name}: {translator.Weights.Count:#,0} weights"));
        int steps = translator.Steps / (isQuick ? 10 : 1);
        TranslationLearner learner = new(translator, seed);
        LearningRateSchedule schedule = new(Rate, warmUpSteps: Math.Min(100, steps / 4), steps, least: Rate / 20);
        Trainer trainer = new(learner, schedule, TranslationLearner.Shards, threads);
        Progress progress = new(steps);
        while (!trainer.IsDone)
        {
            if (isInterrupted())
            {
                return false;
            }

            int tokens = trainer.Step();
            progress.Add(learner.Loss, tokens);
            if (trainer.Steps % StepsALine == 0 || trainer.IsDone)
            {
                Console.WriteLine(progress.Next().Line);
            }
        }

        translator.Save(folder);
        translator.Read(folder);
        return true;
    }
}
