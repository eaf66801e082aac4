using Training;
using Translation;

namespace SpanAttention.Samples.Tests.Translating;

/// <summary>The three models of samples/11.Translation: how they learn.</summary>
public sealed class TranslatorTests
{
    private const double Step = 1e-2;

    public static TheoryData<int> Models => [0, 1, 2];

    private static SentenceBatch Sentences { get; } = Draw();

    /// <summary>No bit depends on how many threads share the shards.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void ThreadsChangeNoBit(int model) => Assert.Equal(Learned(model, threads: 1), Learned(model, threads: 2));

    /// <summary>
    /// Along its own gradient g, a tensor changes the loss by |g| a unit. Differences over ±0.01 err by a rounding of the loss, 2⁻²² of about 5, over 0.02, so by less than 1e-4, and by the third derivative times 2e-5, for which
    /// a fiftieth is room.
    /// </summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void GradientsAreTheSlopesOfTheLoss(int model)
    {
        Translator translator = Translators.Create(3)[model];
        ITranslationPass pass = translator.CreatePass(Sentences.Pairs.Length);
        float[] gradients = new float[translator.Weights.Count];
        pass.Loss(Sentences);
        pass.AddGradients(Sentences, gradients);
        foreach (TrainedTensor tensor in translator.Weights.Tensors)
        {
            float[] gradient = gradients[translator.Weights.RangeOf(tensor.Name)];
            double norm = Math.Sqrt(gradient.Sum(static slope => (double)slope * slope));
            double slope = (LossAt(translator, pass, tensor, gradient, Step / norm) - LossAt(translator, pass, tensor, gradient, -Step / norm)) / (2 * Step);

            Assert.True(Math.Abs(slope - norm) <= 1e-4 + (norm / 50), $"{translator.Name}, {tensor}: the slope is {slope}, the gradient's norm {norm}");
        }
    }

    /// <summary>A translation does not depend on what is translated beside it.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void SentencesAreTranslatedTogetherAsAlone(int model)
    {
        Translator translator = Translators.Create(3)[model];
        IReadOnlyList<IReadOnlyList<int>> together = translator.Translate(Sentences);

        Assert.All(Sentences.Pairs.Zip(together), pair => Assert.Equal(translator.Translate(new([pair.First]))[0].Take(pair.First.Length), pair.Second.Take(pair.First.Length)));
    }

    [Fact]
    public void WeightsAreAsManyAsThePageSays() => Assert.Equal([181_058, 214_018, 249_666], Translators.Create(1).Select(static translator => translator.Weights.Count));

    private static SentenceBatch Draw()
    {
        Grammar grammar = new(11);
        return new([grammar.Draw(4), grammar.Draw(17), grammar.Draw(9), grammar.Draw(9)]);
    }

    private static float[] Learned(int model, int threads)
    {
        const int Steps = 3;
        Translator translator = Translators.Create(3)[model];
        Trainer trainer = new(new TranslationLearner(translator, 3), new LearningRateSchedule(1e-3f, 1, Steps), TranslationLearner.Shards, threads);
        while (!trainer.IsDone)
        {
            trainer.Step();
        }

        return translator.Weights.All.ToArray();
    }

    private static double LossAt(Translator translator, ITranslationPass pass, TrainedTensor tensor, float[] direction, double length)
    {
        float[] before = translator.Weights[tensor.Name].ToArray();
        for (int index = 0; index < before.Length; index++)
        {
            translator.Weights[tensor.Name][index] = (float)(before[index] + (length * direction[index]));
        }

        translator.Load();
        double loss = pass.Loss(Sentences);
        before.CopyTo(translator.Weights[tensor.Name]);
        translator.Load();
        return loss;
    }
}
