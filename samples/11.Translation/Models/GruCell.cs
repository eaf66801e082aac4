using System.Numerics;
using System.Runtime.InteropServices;
using SpanAttention;

namespace Translation;

/// <summary>
/// The gates of a gated recurrent unit (Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014): r and z = σ(input + state), n = tanh(input + r · state), next = n + z · (previous − n). A row of gates is
/// [r, z, n]. Elements are lanes of their own, so that no bit depends on the width of vectors.
/// </summary>
internal static class GruCell
{
    /// <summary>Takes rows from one state to the next.</summary>
    /// <param name="gates">[rows, 3 · dim]: what words bring; becomes r, z and n.</param>
    /// <param name="stateGates">[rows, 3 · dim]: what previous states bring.</param>
    /// <param name="previous">[rows, dim].</param>
    /// <param name="next">[rows, dim].</param>
    /// <param name="dim">Floats of a state.</param>
    public static void Forward(Span<float> gates, ReadOnlySpan<float> stateGates, ReadOnlySpan<float> previous, Span<float> next, int dim)
    {
        for (int row = 0; row < next.Length / dim; row++)
        {
            Span<float> rowGates = gates.Slice(row * 3 * dim, 3 * dim);
            ReadOnlySpan<Vector<float>> ofState = Vectors(stateGates.Slice(row * 3 * dim, 3 * dim));
            Span<Vector<float>> all = MemoryMarshal.Cast<float, Vector<float>>(rowGates);
            int count = all.Length / 3;
            for (int x = 0; x < 2 * count; x++)
            {
                all[x] = 0.5f * (all[x] + ofState[x]);
            }

            Activations.Apply(Activation.Tanh, rowGates[..(2 * dim)], rowGates[..(2 * dim)]);
            for (int x = 0; x < count; x++)
            {
                all[x] = (0.5f * all[x]) + new Vector<float>(0.5f);
                all[count + x] = (0.5f * all[count + x]) + new Vector<float>(0.5f);
                all[(2 * count) + x] += all[x] * ofState[(2 * count) + x];
            }

            Activations.Apply(Activation.Tanh, rowGates[(2 * dim)..], rowGates[(2 * dim)..]);
            ReadOnlySpan<Vector<float>> before = Vectors(previous.Slice(row * dim, dim));
            Span<Vector<float>> after = MemoryMarshal.Cast<float, Vector<float>>(next.Slice(row * dim, dim));
            for (int x = 0; x < count; x++)
            {
                after[x] = all[(2 * count) + x] + (all[count + x] * (before[x] - all[(2 * count) + x]));
            }
        }
    }

    /// <summary>The way back, from the gradient of the next state to those of the gates, and of the previous state as far as it does not go through them.</summary>
    /// <param name="gates">[rows, 3 · dim]: r, z and n.</param>
    /// <param name="stateGates">[rows, 3 · dim]: what previous states brought; becomes the gradient of it.</param>
    /// <param name="previous">[rows, dim].</param>
    /// <param name="stateGradient">[rows, dim]: the gradient of the next state; becomes that of the previous one.</param>
    /// <param name="gateGradients">[rows, 3 · dim]: becomes the gradient of what words brought.</param>
    /// <param name="dim">Floats of a state.</param>
    public static void Backward(ReadOnlySpan<float> gates, Span<float> stateGates, ReadOnlySpan<float> previous, Span<float> stateGradient, Span<float> gateGradients, int dim)
    {
        for (int row = 0; row < stateGradient.Length / dim; row++)
        {
            ReadOnlySpan<Vector<float>> all = Vectors(gates.Slice(row * 3 * dim, 3 * dim));
            Span<Vector<float>> ofState = MemoryMarshal.Cast<float, Vector<float>>(stateGates.Slice(row * 3 * dim, 3 * dim));
            ReadOnlySpan<Vector<float>> before = Vectors(previous.Slice(row * dim, dim));
            Span<Vector<float>> gradient = MemoryMarshal.Cast<float, Vector<float>>(stateGradient.Slice(row * dim, dim));
            Span<Vector<float>> ofGates = MemoryMarshal.Cast<float, Vector<float>>(gateGradients.Slice(row * 3 * dim, 3 * dim));
            int count = gradient.Length;
            for (int x = 0; x < count; x++)
            {
                Vector<float> reset = all[x];
                Vector<float> keep = all[count + x];
                Vector<float> candidate = all[(2 * count) + x];
                Vector<float> ofCandidate = gradient[x] * (Vector<float>.One - keep) * (Vector<float>.One - (candidate * candidate));
                ofGates[x] = ofCandidate * ofState[(2 * count) + x] * reset * (Vector<float>.One - reset);
                ofGates[count + x] = gradient[x] * (before[x] - candidate) * keep * (Vector<float>.One - keep);
                ofGates[(2 * count) + x] = ofCandidate;
                ofState[x] = ofGates[x];
                ofState[count + x] = ofGates[count + x];
                ofState[(2 * count) + x] = ofCandidate * reset;
                gradient[x] *= keep;
            }
        }
    }

    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> numbers) => MemoryMarshal.Cast<float, Vector<float>>(numbers);
}
