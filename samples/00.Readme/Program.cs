// The two programs at the top of README.md, one after the other. Each compiles and prints by itself, too.
using SpanAttention;

float[] inputs =
[
    0.43f, 0.15f, 0.89f, // Your
    0.55f, 0.87f, 0.66f, // journey
    0.57f, 0.85f, 0.64f, // starts
    0.22f, 0.58f, 0.33f, // with
    0.77f, 0.25f, 0.10f, // one
    0.05f, 0.80f, 0.55f, // step
];

Span<float> context = stackalloc float[6 * 3];
JourneyAttention.Forward(inputs, context);

for (int token = 0; token < 6; token++)
{
    Console.WriteLine($"{context[token * 3]:F4} {context[token * 3 + 1]:F4} {context[token * 3 + 2]:F4}");
}

float[] query = [1, 0]; // one token that asks
float[] key = [3, 0, 0, 3, 1, 1, float.NaN, float.NaN]; // room for four, of which three are there
float[] value = [10, 0, 0, 10, 5, 5, float.NaN, float.NaN];

Span<float> answer = stackalloc float[2];
EntityAttention.Forward(query, key, value, keyCount: 3, answer);
Console.WriteLine($"{answer[0]:F4} {answer[1]:F4}");

[SelfAttention(InputDim = 3, SequenceLength = 6)]
internal static partial class JourneyAttention;

[Attention(HeadDim = 2, QueryLength = 1, KeyLength = 4)]
internal static partial class EntityAttention;
