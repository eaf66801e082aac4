using System.Text;

namespace SpanAttention.Generators.Tests;

/// <summary>Emitted files as people read them. After a change that is meant, run with SPANATTENTION_UPDATE_GOLDEN=1 and read the difference.</summary>
public sealed class GoldenTests
{
    private const string Update = "SPANATTENTION_UPDATE_GOLDEN";

    private const string Source =
        """
        using SpanAttention;

        namespace Game;

        [SelfAttention(InputDim = 3)]
        public readonly partial struct Similarity;

        [SelfAttention(InputDim = 24, Gradients = true)]
        public readonly partial struct Similar;

        [SelfAttention(InputDim = 3, SequenceLength = 6)]
        public readonly partial struct Journey;

        [Attention(SequenceLength = 64, Heads = 4, HeadDim = 32, Causal = true)]
        public readonly partial struct SquadAttention;

        [MultiHeadAttention(InputDim = 64, Heads = 4, Causal = true)]
        public sealed partial class SquadLayer;

        [AdditiveAttention(HeadDim = 16, ValueDim = 24, Scale = true, Mask = AttentionMask.QueryKeys)]
        public readonly partial struct Alignment;

        [AdditiveAttention(HeadDim = 16, ValueDim = 24, Scale = true, Mask = AttentionMask.QueryKeys, Gradients = true)]
        public readonly partial struct Aligner;

        [Attention(Heads = 2, HeadDim = 16, Causal = true, Gradients = true)]
        public readonly partial struct Learner;

        [Linear(InputDim = 40, OutputDim = 24, Activation = Activation.Silu, Gradients = true)]
        public sealed partial class Scorer;

        [FeedForward(InputDim = 48, HiddenDim = 96, Activation = Activation.Silu, Gated = true, FusedGateUp = true, Gradients = true)]
        public sealed partial class Mixer;

        [MultiHeadAttention(InputDim = 32, Heads = 4, KeyValueHeads = 2, Causal = true, Rotary = RotaryLayout.HalfSplit, QkNorm = QkNorm.Head, Gradients = true)]
        public sealed partial class Pupil;

        [TransformerBlock(Gradients = true, NormPlacement = NormPlacement.Sandwich)]
        [MultiHeadAttention(InputDim = 64, Heads = 4, Causal = true)]
        [FeedForward(InputDim = 64, HiddenDim = 128)]
        public sealed partial class Thinker;

        [Attention(Heads = 4, KeyValueHeads = 2, HeadDim = 16, Causal = true, State = true)]
        public readonly partial struct Reader;

        [Attention(HeadDim = 0)]
        public readonly partial struct Refused;
        """;

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Emitted = new(() => GeneratorHarness.Run(Source).Files);

    [Theory]
    [InlineData("Game.Similarity.g.cs")]
    [InlineData("Game.Similar-Backward.Kernel.g.cs")]
    [InlineData("Game.Similar-Backward.Vector256.g.cs")]
    [InlineData("Game.Journey.g.cs")]
    [InlineData("Game.Journey.Kernel.g.cs")]
    [InlineData("Game.Journey.Vector256.g.cs")]
    [InlineData("Game.SquadAttention.g.cs")]
    [InlineData("Game.SquadAttention.Kernel.g.cs")]
    [InlineData("Game.SquadAttention.Vector512.g.cs")]
    [InlineData("Game.SquadLayer.g.cs")]
    [InlineData("Game.SquadLayer.Kernel.g.cs")]
    [InlineData("SpanAttention-ProjectionBy64.Kernel.g.cs")]
    [InlineData("SpanAttention-ProjectionBy64.Vector256.g.cs")]
    [InlineData("Game.Alignment.g.cs")]
    [InlineData("Game.Alignment.Kernel.g.cs")]
    [InlineData("Game.Alignment.Vector256.g.cs")]
    [InlineData("Game.Aligner.g.cs")]
    [InlineData("Game.Aligner-Backward.Kernel.g.cs")]
    [InlineData("Game.Aligner-Backward.Vector256.g.cs")]
    [InlineData("Game.Learner-Backward.Kernel.g.cs")]
    [InlineData("Game.Learner-Backward.Vector256.g.cs")]
    [InlineData("Game.Pupil.Kernel.g.cs")]
    [InlineData("Game.Pupil-Backward.Kernel.g.cs")]
    [InlineData("Game.Pupil-Heads-Backward.Kernel.g.cs")]
    [InlineData("Game.Scorer.g.cs")]
    [InlineData("Game.Scorer.Kernel.g.cs")]
    [InlineData("Game.Scorer-Backward.Kernel.g.cs")]
    [InlineData("Game.Mixer-Backward.Kernel.g.cs")]
    [InlineData("Game.Thinker.g.cs")]
    [InlineData("Game.Thinker.Kernel.g.cs")]
    [InlineData("SpanAttention-WeightGradients.Kernel.g.cs")]
    [InlineData("SpanAttention-WeightGradients.Vector256.g.cs")]
    [InlineData("Game.Reader.g.cs")]
    [InlineData("Game.Reader-State.Kernel.g.cs")]
    [InlineData("Game.Reader-State.Vector256.g.cs")]
    [InlineData("Game.Refused.g.cs")]
    public void TheEmittedFileIsTheGoldenOne(string name)
    {
        string emitted = Emitted.Value[name];
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(Repository.Of("tests", "SpanAttention.Generators.Tests", "Golden", name), emitted, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        string golden = Path.Combine(AppContext.BaseDirectory, "Golden", name);
        Assert.True(File.Exists(golden), $"{name} has no golden file; run once with {Update}=1.");
        if (!File.ReadAllBytes(golden).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(emitted)))
        {
            Assert.Fail($"{name} has changed; if that is meant, run with {Update}=1. {FirstDifference(File.ReadAllText(golden), emitted)}");
        }
    }

    private static string FirstDifference(string golden, string emitted)
    {
        string[] expected = golden.Split('\n');
        string[] actual = emitted.Split('\n');
        int line = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"First difference in line {line + 1}:\n  golden:  {Line(expected, line)}\n  emitted: {Line(actual, line)}";
    }

    private static string Line(string[] lines, int line) => line < lines.Length ? lines[line].Replace("\r", "\\r") : "(end of file)";
}
