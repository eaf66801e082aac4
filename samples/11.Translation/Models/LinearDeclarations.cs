using SpanAttention;

namespace Translation;

/// <summary>What a word brings to the gates of a GRU.</summary>
[Linear(InputDim = 64, OutputDim = 384, Gradients = true)]
internal sealed partial class GruInput : ILearnedLinear<GruInput, GruInput.Tape>
{
    public static GruInput Create(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => new(new Weights { Weight = weight, Bias = bias });

    public void Load(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => Load(new Weights { Weight = weight, Bias = bias });

    public void AddGradients(Tape tape, ReadOnlySpan<float> destinationGradient, Span<float> weightGradient, Span<float> biasGradient, Span<float> inputGradient) =>
        Backward(tape, destinationGradient, new Gradients { Weight = weightGradient, Bias = biasGradient }, inputGradient);
}

/// <summary>What the state before brings to the gates of a GRU.</summary>
[Linear(InputDim = 128, OutputDim = 384, Gradients = true)]
internal sealed partial class GruState : ILearnedLinear<GruState, GruState.Tape>
{
    public static GruState Create(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => new(new Weights { Weight = weight, Bias = bias });

    public void Load(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => Load(new Weights { Weight = weight, Bias = bias });

    public void AddGradients(Tape tape, ReadOnlySpan<float> destinationGradient, Span<float> weightGradient, Span<float> biasGradient, Span<float> inputGradient) =>
        Backward(tape, destinationGradient, new Gradients { Weight = weightGradient, Bias = biasGradient }, inputGradient);
}

/// <summary>States on their way into the score of an alignment.</summary>
[Linear(InputDim = 128, OutputDim = 64, Gradients = true)]
internal sealed partial class AlignmentProjection : ILearnedLinear<AlignmentProjection, AlignmentProjection.Tape>
{
    public static AlignmentProjection Create(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => new(new Weights { Weight = weight, Bias = bias });

    public void Load(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => Load(new Weights { Weight = weight, Bias = bias });

    public void AddGradients(Tape tape, ReadOnlySpan<float> destinationGradient, Span<float> weightGradient, Span<float> biasGradient, Span<float> inputGradient) =>
        Backward(tape, destinationGradient, new Gradients { Weight = weightGradient, Bias = biasGradient }, inputGradient);
}

/// <summary>What a decoder without attention makes of its state.</summary>
[Linear(InputDim = 128, OutputDim = 128, Activation = Activation.Tanh, Gradients = true)]
internal sealed partial class PlainReadout : ILearnedLinear<PlainReadout, PlainReadout.Tape>
{
    public static PlainReadout Create(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => new(new Weights { Weight = weight, Bias = bias });

    public void Load(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => Load(new Weights { Weight = weight, Bias = bias });

    public void AddGradients(Tape tape, ReadOnlySpan<float> destinationGradient, Span<float> weightGradient, Span<float> biasGradient, Span<float> inputGradient) =>
        Backward(tape, destinationGradient, new Gradients { Weight = weightGradient, Bias = biasGradient }, inputGradient);
}

/// <summary>What a decoder with attention makes of its state and what it looked at.</summary>
[Linear(InputDim = 256, OutputDim = 128, Activation = Activation.Tanh, Gradients = true)]
internal sealed partial class AttentiveReadout : ILearnedLinear<AttentiveReadout, AttentiveReadout.Tape>
{
    public static AttentiveReadout Create(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => new(new Weights { Weight = weight, Bias = bias });

    public void Load(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => Load(new Weights { Weight = weight, Bias = bias });

    public void AddGradients(Tape tape, ReadOnlySpan<float> destinationGradient, Span<float> weightGradient, Span<float> biasGradient, Span<float> inputGradient) =>
        Backward(tape, destinationGradient, new Gradients { Weight = weightGradient, Bias = biasGradient }, inputGradient);
}

/// <summary>Logits of words, from what a GRU makes of its state.</summary>
[Linear(InputDim = 128, OutputDim = 66, Gradients = true)]
internal sealed partial class StateLogits : ILearnedLinear<StateLogits, StateLogits.Tape>
{
    public static StateLogits Create(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => new(new Weights { Weight = weight, Bias = bias });

    public void Load(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => Load(new Weights { Weight = weight, Bias = bias });

    public void AddGradients(Tape tape, ReadOnlySpan<float> destinationGradient, Span<float> weightGradient, Span<float> biasGradient, Span<float> inputGradient) =>
        Backward(tape, destinationGradient, new Gradients { Weight = weightGradient, Bias = biasGradient }, inputGradient);
}

/// <summary>Logits of words, from the stream of a transformer.</summary>
[Linear(InputDim = 64, OutputDim = 66, Gradients = true)]
internal sealed partial class StreamLogits : ILearnedLinear<StreamLogits, StreamLogits.Tape>
{
    public static StreamLogits Create(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => new(new Weights { Weight = weight, Bias = bias });

    public void Load(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => Load(new Weights { Weight = weight, Bias = bias });

    public void AddGradients(Tape tape, ReadOnlySpan<float> destinationGradient, Span<float> weightGradient, Span<float> biasGradient, Span<float> inputGradient) =>
        Backward(tape, destinationGradient, new Gradients { Weight = weightGradient, Bias = biasGradient }, inputGradient);
}
