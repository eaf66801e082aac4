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

// 2. Trainable weights.

// Three matrices turn each token into a query (what it looks for), a key (what it offers) and a value (what it passes on).
float[] queries = Linear.Project(inputs, FirstWeights.Query, WeightLayout.InputByOutput);
float[] keys = Linear.Project(inputs, FirstWeights.Key, WeightLayout.InputByOutput);
float[] values = Linear.Project(inputs, FirstWeights.Value, WeightLayout.InputByOutput);
Print.Row("query of the second token", queries.AsSpan(2, 2));
Print.Row("its key", keys.AsSpan(2, 2));
Print.Row("its value", values.AsSpan(2, 2));

// Scores are now queries times keys. The weights divide them by √2, the square root of the width of a key, before softmax.
ScaledAttention.Scores(queries, keys, ScoreStage.Raw, scores);
Print.Row("scores of the second token, queries times keys", scores.AsSpan(6, 6));
ScaledAttention.Weights(queries, keys, weights);
Print.Row("its weights, softmax of the scaled scores", weights.AsSpan(6, 6));

Span<float> projected = stackalloc float[6 * 2];
ScaledAttention.Forward(queries, keys, values, projected);
Print.Row("its context vector", projected.Slice(2, 2));

// A layer owns the three matrices and does all of this in one call. Version 1 keeps a matrix as [in, out] …
SelfAttentionV1 v1 = new(new SelfAttentionV1.Weights
{
    Query = FirstWeights.Query,
    Key = FirstWeights.Key,
    Value = FirstWeights.Value,
});
v1.Forward(inputs, projected);
Print.Rows("context vectors, version 1", projected, columns: 2);

// … and version 2 as [out, in], as nn.Linear and safetensors files do.
SelfAttentionV2 v2 = new(new SelfAttentionV2.Weights
{
    Query = LinearWeights.Query,
    Key = LinearWeights.Key,
    Value = LinearWeights.Value,
});
v2.Forward(inputs, projected);
Print.Rows("context vectors, version 2", projected, columns: 2);

// 3. Causal attention: a token sees itself and what came before it.

// Version 2 lets every token look at the whole sentence.
v2.AttentionWeights(inputs, weights);
Print.Rows("weights of version 2", weights, columns: 6);

// With Causal = true, keys that lie ahead have the score −∞ …
queries = Linear.Project(inputs, LinearWeights.Query, WeightLayout.OutputByInput);
keys = Linear.Project(inputs, LinearWeights.Key, WeightLayout.OutputByInput);
values = Linear.Project(inputs, LinearWeights.Value, WeightLayout.OutputByInput);
UnscaledCausalAttention.Scores(queries, keys, ScoreStage.Masked, scores);
Print.Rows("masked scores", scores, columns: 6);

// … and therefore the weight zero; the others still sum to one.
CausalScaledAttention.Weights(queries, keys, weights);
Print.Rows("causal weights", weights, columns: 6);

CausalScaledAttention.Forward(queries, keys, values, projected);
Print.Rows("context vectors, causal", projected, columns: 2);

// The causal layer, on a batch of two texts. A batch is a loop: texts share nothing but the weights.
CausalAttention causal = new(new CausalAttention.Weights
{
    Query = CausalWeights.Query,
    Key = CausalWeights.Key,
    Value = CausalWeights.Value,
});
causal.AttentionWeights(inputs, weights);
Print.Rows("weights of the causal layer", weights, columns: 6);

float[] batch = [.. inputs, .. inputs];
float[] contexts = new float[2 * 6 * 2];
for (int text = 0; text < 2; text++)
{
    causal.Forward(batch.AsSpan(text * 18, 18), contexts.AsSpan(text * 12, 12));
    Print.Rows($"context vectors of text {text}", contexts.AsSpan(text * 12, 12), columns: 2);
}

[SelfAttention(InputDim = 3, SequenceLength = 6)]
internal static partial class JourneyAttention;

[SelfAttention(InputDim = 3, SequenceLength = 6, Normalization = ScoreNormalization.Sum)]
internal static partial class JourneySumAttention;

[Attention(HeadDim = 2, SequenceLength = 6)]
internal static partial class ScaledAttention;

[MultiHeadAttention(InputDim = 3, OutputDim = 2, OutputProjection = false, WeightLayout = WeightLayout.InputByOutput)]
internal sealed partial class SelfAttentionV1;

[MultiHeadAttention(InputDim = 3, OutputDim = 2, OutputProjection = false)]
internal sealed partial class SelfAttentionV2;

[Attention(HeadDim = 2, SequenceLength = 6, Causal = true)]
internal static partial class CausalScaledAttention;

// The chapter shows the mask before it scales.
[Attention(HeadDim = 2, SequenceLength = 6, Causal = true, Scale = 1)]
internal static partial class UnscaledCausalAttention;

[MultiHeadAttention(InputDim = 3, OutputDim = 2, Causal = true, OutputProjection = false)]
internal sealed partial class CausalAttention;
