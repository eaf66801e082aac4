using GptModel;
using GptTraining;
using SpanAttention.Samples.Tests.Models;
using Training;

namespace SpanAttention.Samples.Tests.Learning;

/// <summary>How a GPT learns: gradients that are slopes of plain loops in double, bits that depend on no thread and no interruption, and a text that it knows by heart.</summary>
public sealed class GptTrainingTests : IDisposable
{
    private static readonly GptShape Shape = TinyGpt.Shape;
    private static readonly GptPlaces Places = new(Shape);
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    /// <summary>Slopes by differences in double: with a distance of 10⁻⁵ they are right to 10⁻⁹ or so, and what is left is the rounding of floats, about 10⁻⁷ a number and less than 10⁻⁴ of all.</summary>
    [Fact]
    public void GradientsAreSlopes()
    {
        LivelyWeights lively = new(Shape, 5);
        LearningGpt<TinyBlock, TinyBlock.Tape, TinyHead, TinyHead.Tape> model = new(lively, Places);
        WindowPass<TinyBlock.Tape, TinyHead.Tape> pass = model.CreatePass(windows: 1);
        pass.Read(new Windows(Row(19), Shape.ContextLength, Shape.Mark), 0, 0);
        float[] gradients = new float[Places.Count];
        double loss = model.Loss(pass);
        Assert.InRange(loss, Loss(lively, pass) - 1e-4, Loss(lively, pass) + 1e-4);
        model.AddGradients(pass, gradients);

        foreach (GptTensor tensor in Shape.Tensors())
        {
            Span<float> weights = lively.Tensors[tensor.Name];
            foreach (int index in Sample(pass, tensor))
            {
                float before = weights[index];
                (float above, float below) = (before + 1e-3f, before - 1e-3f);
                weights[index] = above;
                double lossAbove = Loss(lively, pass);
                weights[index] = below;
                double lossBelow = Loss(lively, pass);
                weights[index] = before;
                double slope = (lossAbove - lossBelow) / ((double)above - below);
                float gradient = gradients[Places[tensor.Name]][index];
                Assert.True(Math.Abs(gradient - slope) < 1e-4 + (1e-3 * Math.Abs(slope)), $"{tensor.Name}[{index}]: {gradient} beside {slope}");
            }
        }
    }

    [Fact]
    public void ThreadsChangeNoBit() => Assert.Equal(Trained(threads: 1, "one"), Trained(threads: 3, "three"));

    [Fact]
    public void AnInterruptedTrainingHasTheBitsOfOneThatWasNot()
    {
        byte[] through = Trained(threads: 2, "through");
        Train(threads: 2, "interrupted", steps: 7);
        Train(threads: 1, "interrupted", steps: 2, resumes: true);
        Train(threads: 2, "interrupted", resumes: true);

        Assert.Equal(through, File.ReadAllBytes(Path.Combine(folder, "interrupted", "weights.safetensors")));
    }

    [Fact]
    public void AnotherTrainingIsNotGoneOnWith()
    {
        Train(threads: 1, "one", steps: 1);
        Assert.Contains("is a checkpoint of another training", Assert.Throws<InvalidDataException>(() => Train(threads: 1, "one", resumes: true, seed: 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ItLearnsATextByHeart()
    {
        Train(threads: 2, "heart", rate: 0.02f, all: 300);
        using SafeTensorsWeights best = new(Path.Combine(folder, "heart", "weights.safetensors"));

        double bits = TextBits.PerByte(new Gpt<TinyBlock, TinyHead>(best), ReadCorpus().HeldOut, threads: 2);
        Assert.InRange(bits, 0, 1);
        Assert.True(File.Exists(Path.Combine(folder, "heart", "loss.png")));
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        GptLearner<TinyBlock, TinyBlock.Tape, TinyHead, TinyHead.Tape> learner = Learner();
        Trainer trainer = new(learner, new LearningRateSchedule(0.01f, 0, 100), shards: 2, threads: 1);
        trainer.Step();
        trainer.Step();
        long before = GC.GetAllocatedBytesForCurrentThread();

        trainer.Step();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>A step has the windows that it has, whichever steps were before it.</summary>
    [Fact]
    public void BatchesAreThoseOfTheirStep()
    {
        Trainer through = new(Learner(), new LearningRateSchedule(1e-6f, 0, 200), shards: 2, threads: 1);
        GptLearner<TinyBlock, TinyBlock.Tape, TinyHead, TinyHead.Tape> learner = Learner();
        for (int step = 0; step < 100; step++)
        {
            through.Step();
        }

        float[] gradients = new float[Places.Count];
        learner.Begin(50);
        learner.AddGradients(0, gradients);
        double alone = learner.Loss;
        for (int step = 0; step <= 50; step++)
        {
            learner.Begin(step);
        }

        learner.AddGradients(0, gradients);
        Assert.Equal(alone, learner.Loss);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static GptLearner<TinyBlock, TinyBlock.Tape, TinyHead, TinyHead.Tape> Learner()
    {
        TrainedWeights trained = new(Shape.Tensors().Select(static tensor => new TrainedTensor(tensor.Name, tensor.Shape)), new AdamW());
        return new(new LearnedWeights(trained, Places, new RandomWeights(Shape, 1)), Places, Row(2000), new GptBatch(Shards: 2, WindowsAShard: 2, Seed: 1));
    }

    private static int[] Row(int count)
    {
        SplitMix64 random = new(8);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextBelow(Shape.Vocabulary))];
    }

    private static double Loss(GptWeights weights, WindowPass<TinyBlock.Tape, TinyHead.Tape> pass)
    {
        double[][] logits = new PlainGpt<double>(weights, heads: 3).Logits(pass.Tokens.ToArray());
        int[] targets = pass.Targets.ToArray();
        return logits.Select((row, token) => Math.Log(row.Sum(Math.Exp)) - row[targets[token]]).Average();
    }

    /// <summary>Some weights of a tensor; of embeddings, some that the window has.</summary>
    private static IEnumerable<int> Sample(WindowPass<TinyBlock.Tape, TinyHead.Tape> pass, GptTensor tensor)
    {
        int dim = Shape.Dim;
        return tensor.Name == "wte.weight"
            ? [(pass.Tokens[3] * dim) + 1, (pass.Targets[7] * dim) + 5, (pass.Tokens[0] * dim) + 11]
            : [0, (int)tensor.Count / 3, (int)tensor.Count / 2, (int)tensor.Count - 1];
    }

    /// <summary>A text of a few words over and over, which there is nothing to learn of but them.</summary>
    private Corpus ReadCorpus()
    {
        string texts = Directory.CreateDirectory(Path.Combine(folder, "texts")).FullName;
        for (int file = 0; file < 40; file++)
        {
            File.WriteAllText(Path.Combine(texts, $"{file}.txt"), string.Concat(Enumerable.Repeat("to be or not. ", 20)));
        }

        return Corpus.Read(texts, Shape);
    }

    private byte[] Trained(int threads, string name)
    {
        Train(threads, name);
        return File.ReadAllBytes(Path.Combine(folder, name, "weights.safetensors"));
    }

    private void Train(int threads, string name, int steps = int.MaxValue, bool resumes = false, ulong seed = 1, float rate = 0.01f, int all = 12)
    {
        TrainingOptions options = new() { Folder = Path.Combine(folder, name), Steps = all, Every = Math.Max(4, all / 4), Threads = threads, Rate = rate, Seed = seed, Resumes = resumes };
        using TextOutput output = new(Stream.Null);
        GptTrainer<TinyBlock, TinyBlock.Tape, TinyHead, TinyHead.Tape> trainer = new(Shape, ReadCorpus(), options, output);
        trainer.Run(() => steps-- == 0);
    }
}
