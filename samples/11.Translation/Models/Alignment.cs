using SpanAttention;

namespace Translation;

/// <summary>What a decoder's state has to do with each of the encoder's, and what it takes from them: Bahdanau's attention.</summary>
[AdditiveAttention(HeadDim = 64, ValueDim = 128, Scale = true, Gradients = true)]
internal static partial class Alignment;
