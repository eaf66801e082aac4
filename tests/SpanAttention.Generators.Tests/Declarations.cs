namespace SpanAttention.Generators.Tests;

/// <summary>Right declarations of every kind, as a consumer may write them.</summary>
public static class Declarations
{
    /// <summary>All kinds and what changes their emitted code.</summary>
    public const string Everything =
        """
        namespace Game
        {
            using SpanAttention;

            /// <summary>Scores by dot product.</summary>
            [SelfAttention(InputDim = 3)]
            public readonly partial struct Plain;

            /// <summary>Weights by division.</summary>
            [SelfAttention(InputDim = 16, SequenceLength = 6, Normalization = ScoreNormalization.Sum)]
            public static partial class Summed;

            /// <summary>One head.</summary>
            [Attention(HeadDim = 5)]
            public readonly partial struct Single;

            /// <summary>Tiny.</summary>
            [Attention(HeadDim = 2, Heads = 2, KeyValueHeads = 1, SequenceLength = 6, Causal = true)]
            public readonly partial struct Tiny;

            /// <summary>Grouped heads, all declared.</summary>
            [Attention(HeadDim = 8, ValueDim = 12, Heads = 6, KeyValueHeads = 2, QueryLength = 3, KeyLength = 70, Layout = AttentionLayout.HeadsFirst, Scale = 0.3, Causal = true, Alignment = QueryAlignment.TopLeft)]
            public readonly partial struct Grouped;

            /// <summary>Causal.</summary>
            [Attention(HeadDim = 32, Heads = 4, SequenceLength = 64, Causal = true)]
            public partial record struct Causal;

            /// <summary>Wider than the stack.</summary>
            [Attention(HeadDim = 3000)]
            public sealed partial class Wide;

            /// <summary>With gradients.</summary>
            [Attention(HeadDim = 40, ValueDim = 7, Heads = 4, KeyValueHeads = 2, Causal = true, Gradients = true)]
            public readonly partial struct Learner;

            /// <summary>With gradients of every option.</summary>
            [Attention(HeadDim = 600, Heads = 4, KeyValueHeads = 2, LeftWindow = 70, RightWindow = 3, SoftCap = 30, Mask = AttentionMask.Keys, Bias = AttentionBias.QueryKeys, Alibi = true, Sinks = true, Dropout = true, DropoutRate = 0.1, QueryStride = 7200, KeyStride = 1200, ValueStride = 1201, Gradients = true, State = true)]
            public static partial class WideLearner;

            /// <summary>With a running state.</summary>
            [Attention(HeadDim = 40, ValueDim = 48, Heads = 4, KeyValueHeads = 2, Causal = true, Alignment = QueryAlignment.TopLeft, State = true)]
            public readonly partial struct Reader;

            /// <summary>Additive.</summary>
            [AdditiveAttention(HeadDim = 8, ValueDim = 5, Scale = true, Mask = AttentionMask.Keys)]
            public static partial class Additive;

            /// <summary>Self-attention with gradients, of sums.</summary>
            [SelfAttention(InputDim = 150, Normalization = ScoreNormalization.Sum, Gradients = true)]
            public static partial class LearningSums;

            /// <summary>Self-attention with gradients, declared and small.</summary>
            [SelfAttention(InputDim = 3, SequenceLength = 6, Gradients = true)]
            public readonly partial struct LearningJourney;

            /// <summary>Additive, with gradients.</summary>
            [AdditiveAttention(HeadDim = 150, ValueDim = 5, Scale = true, Mask = AttentionMask.QueryKeys, Gradients = true)]
            public static partial class LearningAdditive;

            /// <summary>Additive and wide, without options.</summary>
            [AdditiveAttention(HeadDim = 300, QueryLength = 1, KeyLength = 70)]
            public partial struct WideAdditive;

            /// <summary>A layer.</summary>
            [MultiHeadAttention(InputDim = 8, Heads = 2, Causal = true, SequenceLength = 6)]
            public sealed partial class Layer;

            /// <summary>A fused layer without output.</summary>
            [MultiHeadAttention(InputDim = 8, OutputDim = 4, Heads = 2, QueryKeyValueBias = true, FusedQueryKeyValue = true, OutputProjection = false, WeightLayout = WeightLayout.InputByOutput)]
            public sealed partial class Fused;

            /// <summary>A layer with a context.</summary>
            [MultiHeadAttention(InputDim = 8, ContextDim = 6, Heads = 4, KeyValueHeads = 1, OutputBias = false)]
            public sealed partial class Cross;

            /// <summary>A layer with two contexts.</summary>
            [MultiHeadAttention(InputDim = 8, KeyInputDim = 6, ValueInputDim = 5, Heads = 2, HeadDim = 3)]
            public sealed partial class TwoContexts;

            /// <summary>Outputs in two parts.</summary>
            [Linear(InputDim = 8, OutputDim = 600, Bias = false)]
            public sealed partial class Head;

            /// <summary>Gated.</summary>
            [FeedForward(InputDim = 8, HiddenDim = 20, OutputDim = 3, Gated = true, FusedGateUp = true, Activation = Activation.Silu)]
            public sealed partial class Mixer;

            /// <summary>A block with a cache.</summary>
            [TransformerBlock(Norm = NormKind.RootMeanSquare, ResidualScale = 0.5)]
            [MultiHeadAttention(InputDim = 8, Heads = 2, Causal = true, ContextLength = 64)]
            [FeedForward(InputDim = 8, HiddenDim = 600)]
            public sealed partial class Block;

            /// <summary>A decoder of another's tokens.</summary>
            [TransformerBlock(NormPlacement = NormPlacement.Post)]
            [MultiHeadAttention(InputDim = 8, Heads = 2, Causal = true, ContextLength = 64)]
            [CrossAttention(InputDim = 8, ContextDim = 6, Heads = 4, KeyValueHeads = 1, Mask = AttentionMask.HeadQueryKeys)]
            [FeedForward(InputDim = 8, HiddenDim = 20)]
            public sealed partial class Decoder;
        }
        """;

    /// <summary>One of each kind, in the namespace and with the names that are given.</summary>
    public static string OfEachKind(string selfAttention, string attention, string layer, string openNamespace = "", string closeNamespace = "") =>
        $$"""
        {{openNamespace}}
        /// <summary>Self-attention.</summary>
        [global::SpanAttention.SelfAttention(InputDim = 4)]
        public readonly partial struct {{selfAttention}};

        /// <summary>Attention.</summary>
        [global::SpanAttention.Attention(HeadDim = 4, Causal = true)]
        public static partial class {{attention}};

        /// <summary>A layer.</summary>
        [global::SpanAttention.MultiHeadAttention(InputDim = 4)]
        public sealed partial class {{layer}};

        /// <summary>A block.</summary>
        [global::SpanAttention.TransformerBlock, global::SpanAttention.MultiHeadAttention(InputDim = 4, Mask = global::SpanAttention.AttentionMask.Keys), global::SpanAttention.FeedForward(InputDim = 4, HiddenDim = 6)]
        public sealed partial class {{layer}}Block;
        {{closeNamespace}}
        """;
}
