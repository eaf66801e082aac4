using SpanAttention;

// "Your journey starts with one step": six tokens, each an embedding of three numbers.
float[] inputs =
[
    0.43f, 0.15f, 0.89f, // Your
    0.55f, 0.87f, 0.66f, // journey
    0.57f, 0.85f, 0.64f, // starts
    0.22f, 0.58f, 0.33f, // with
    0.77f, 0.25f, 0.10f, // one
    0.05f, 0.80f, 0.55f, // step
];

// 1. Self-attention without trainable weights.

// How much does "journey" have to do with each token? The score of two tokens is their dot product.
float[] scores = new float[6 * 6];
JourneyAttention.Scores(inputs, scores);
Print.Row("scores of the second token", scores.AsSpan(6, 6));

// Weights are scores made to sum to one. The plainest way divides them by their sum …
float[] weights = new float[6 * 6];
JourneySumAttention.Weights(inputs, weights);
Print.Row("its weights, scores divided by their sum", weights.AsSpan(6, 6));

// … and softmax also copes with negative scores, which is why everything below uses it.
JourneyAttention.Weights(inputs, weights);
Print.Row("its weights, softmax of the scores", weights.AsSpan(6, 6));
Print.Rows("weights of all tokens", weights, columns: 6);

// A context vector is the mean of all tokens by these weights: the token, enriched by what it attends to.
Span<float> context = stackalloc float[6 * 3];
JourneyAttention.Forward(inputs, context);
Print.Rows("context vectors", context, columns: 3);

// The same by hand, with TensorPrimitives; Comparison.cs has both the code and the stopwatch.
Comparison.ForwardByHand(inputs, context);
Print.Rows("context vectors by hand, with TensorPrimitives", context, columns: 3);
Comparison.PrintTimings(inputs);

[SelfAttention(InputDim = 3, SequenceLength = 6)]
internal static partial class JourneyAttention;

[SelfAttention(InputDim = 3, SequenceLength = 6, Normalization = ScoreNormalization.Sum)]
internal static partial class JourneySumAttention;
