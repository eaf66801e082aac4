using System.Globalization;
using System.Text;
using GptModel;
using SpanAttention;
using Training;

namespace GptTraining;

/// <summary>The training of a GPT: steps, looks at what is held out, samples of text, checkpoints, and the best weights.</summary>
/// <typeparam name="TBlock">Its blocks.</typeparam>
/// <typeparam name="TBlockTape">Their tapes.</typeparam>
/// <typeparam name="THead">Its head.</typeparam>
/// <typeparam name="THeadTape">Its tapes.</typeparam>
internal sealed class GptTrainer<TBlock, TBlockTape, THead, THeadTape>
    where TBlock : ILearningGptBlock<TBlock, TBlockTape>
    where THead : ILearningGptHead<THead, THeadTape>
{
    private const int StepsALine = 20;
    private const int SampleTokens = 160;
    private const int HeldOutWindows = 64; // of 256 tokens: a look takes about as long as two steps

    private readonly TrainingOptions options;
    private readonly Corpus corpus;
    private readonly TextOutput output;
    private readonly LearnedWeights weights;
    private readonly GptLearner<TBlock, TBlockTape, THead, THeadTape> learner;
    private readonly Trainer trainer;
    private readonly LossCurves curves = new();
    private readonly Windows heldOut;
    private readonly string run;

    public GptTrainer(GptShape shape, Corpus corpus, TrainingOptions options, TextOutput output)
    {
        this.options = options;
        this.corpus = corpus;
        this.output = output;
        run = options.Words(shape, corpus);
        GptPlaces places = new(shape);
        TrainedWeights trained = new(shape.Tensors().Select(static tensor => new TrainedTensor(tensor.Name, tensor.Shape)), new AdamW(beta2: 0.98, weightDecay: 0.1));
        weights = new LearnedWeights(trained, places, new RandomWeights(shape, options.Seed));
        learner = new(weights, places, corpus.Learned, options.Batch);
        LearningRateSchedule schedule = new(options.Rate, warmUpSteps: Math.Min(100, options.Steps / 10), options.Steps, least: options.Rate / 20);
        trainer = new(learner, schedule, options.Batch.Shards, options.Threads);

        int[] heldOutTokens = corpus.HeldOutTokens(shape);
        heldOut = new Windows(heldOutTokens.AsMemory(0, Math.Min(heldOutTokens.Length, (HeldOutWindows * shape.ContextLength) + 1)), shape.ContextLength, shape.Mark);
    }

    private string CheckpointPath => Path.Combine(options.Folder, "checkpoint.safetensors");

    private string WeightsPath => Path.Combine(options.Folder, "weights.safetensors");

    /// <summary>Trains until all steps are taken, what is held out gets no better, or somebody interrupts.</summary>
    /// <param name="isInterrupted">Asked after every step.</param>
    public void Run(Func<bool> isInterrupted)
    {
        Directory.CreateDirectory(options.Folder);
        if (options.Resumes)
        {
            Checkpoint.Load(CheckpointPath, weights.Trained, curves, run);
            learner.Load();
        }

        output.WriteLine($"{weights.Shape}: {Number(weights.Shape.WeightCount)} weights");
        output.WriteLine(corpus.Description);
        Progress progress = new(options.Steps, trainer.Steps);
        while (!trainer.IsDone && !isInterrupted() && LooksSinceBest() < options.Patience)
        {
            Step(progress);
        }

        Checkpoint.Save(CheckpointPath, weights.Trained, curves, run);
        output.WriteLine($"tokens a second {Number(progress.TokensPerSecond)}");
        output.WriteLine($"checkpoint      {CheckpointPath}");
        if (File.Exists(WeightsPath))
        {
            ShowBest();
        }
    }

    private void Step(Progress progress)
    {
        int tokens = trainer.Step();
        progress.Add(learner.Loss, tokens);
        if (trainer.Steps % StepsALine == 0 || trainer.IsDone)
        {
            (double loss, string line) = progress.Next();
            curves.Learned.Add(trainer.Steps, loss);
            output.WriteLine(line);
        }

        if (trainer.Steps % options.Every == 0 || trainer.IsDone)
        {
            Look();
        }
    }

    /// <summary>Measures the loss of what is held out, keeps the weights where they are better than before, and shows what they write.</summary>
    private void Look()
    {
        double loss = learner.LossOf(heldOut, options.Threads);
        curves.HeldOut.Add(trainer.Steps, loss);
        if (LooksSinceBest() == 0)
        {
            WeightsFile.Save(WeightsPath, weights.Trained);
        }

        Checkpoint.Save(CheckpointPath, weights.Trained, curves, run);
        curves.Draw(Path.Combine(options.Folder, "loss.png"), "A GPT of bytes", "bits a byte", 1 / Math.Log(2));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out loss {loss:F3} ({loss / Math.Log(2):F3} bits a byte)"));
        output.WriteLine("---");
        Write(new Gpt<TBlock, THead>(weights));
        output.WriteLine("---");
    }

    /// <summary>Looks after the one that had the least loss; of a curve without points, 0.</summary>
    private int LooksSinceBest()
    {
        int best = 0;
        for (int look = 1; look < curves.HeldOut.Count; look++)
        {
            best = curves.HeldOut[look].Loss < curves.HeldOut[best].Loss ? look : best;
        }

        return Math.Max(0, curves.HeldOut.Count - 1 - best);
    }

    private void Write(Gpt model)
    {
        GptTokenizer tokenizer = GptTokenizer.For(model.Shape);
        byte[] prompt = Encoding.UTF8.GetBytes("/// <summary>");
        GptWriter writer = new(model, tokenizer.Encode(prompt), new Sampling { Temperature = 0.8f, TopP = 0.95 }, options.Seed);
        output.Write(prompt);
        for (int token = 0; token < SampleTokens; token++)
        {
            int drawn = writer.Next()[0];
            if (drawn == model.Shape.Mark)
            {
                break;
            }

            output.Write(tokenizer.Bytes(drawn));
        }

        output.End();
    }

    private void ShowBest()
    {
        using SafeTensorsWeights best = new(WeightsPath);
        double bits = TextBits.PerByte(new Gpt<TBlock, THead>(best), corpus.HeldOut, options.Threads);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bits a byte     {bits:F3} of all that is held out, by the best weights"));
        output.WriteLine($"weights         {WeightsPath}");
        output.WriteLine($"curve           {Path.Combine(options.Folder, "loss.png")}");
    }

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
