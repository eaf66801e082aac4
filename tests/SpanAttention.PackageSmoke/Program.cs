using System;
using System.Runtime.InteropServices;
using SpanAttention;

// With keys all equal, every weight is 1/4 and the context is the mean of the values.
float[] query = new float[4 * 8];
float[] key = new float[4 * 8];
float[] value = new float[4 * 8];
for (int token = 0; token < 4; token++)
{
    value.AsSpan(token * 8, 8).Fill(token);
}

float[] context = new float[4 * 8];
SmokeAttention.Forward(query, key, value, context);
if (Array.Exists(context, static element => element != 1.5f))
{
    throw new InvalidOperationException($"The mean of 0, 1, 2, 3 is 1.5, not {context[0]}.");
}

Console.WriteLine($"SpanAttention from its package on {RuntimeInformation.FrameworkDescription}: {context[0]}, {SmokeAttention.StackBytes} bytes of stack, {AttentionNumerics.Arithmetic} arithmetic");

[Attention(SequenceLength = 4, HeadDim = 8)]
internal readonly partial struct SmokeAttention { }
