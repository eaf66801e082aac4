using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>
/// AdamW: each weight steps by its gradients' running mean over the root of their running mean square, and decays beside that (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019).
/// In the canonical order, so that training goes the same way on every machine of a canon. Nothing is allocated.
/// </summary>
/// <remarks>
/// A step of the optimizer is <see cref="NextStep"/> once, then <see cref="Update"/> for each tensor. Moments are the caller's, zeros at first; with <see cref="Steps"/> they are all there is to save.
/// </remarks>
public sealed class AdamW
{
    private const int Padded = 16; // a whole vector of any width

    private readonly double beta1;
    private readonly double beta2;
    private readonly float epsilon;
    private readonly double weightDecay;

    private double beta1Power = 1; // β1^t, by t products, which are the same everywhere; a power function is not
    private double beta2Power = 1;

    /// <summary>An optimizer before its first step.</summary>
    /// <param name="beta1">β1, at least 0 and below 1: what is left of the mean of gradients after a step.</param>
    /// <param name="beta2">β2, at least 0 and below 1: what is left of the mean of their squares after a step.</param>
    /// <param name="epsilon">ε, at least 0 and finite: added to the root of the mean square.</param>
    /// <param name="weightDecay">λ, at least 0 and finite: the part of a weight that it loses in a step of learning rate 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AdamW(double beta1 = 0.9, double beta2 = 0.999, float epsilon = 1e-8f, double weightDecay = 0.01)
    {
        this.beta1 = InRange(beta1, beta1 is >= 0 and < 1, nameof(beta1), "at least 0 and below 1");
        this.beta2 = InRange(beta2, beta2 is >= 0 and < 1, nameof(beta2), "at least 0 and below 1");
        this.epsilon = (float)InRange(epsilon, float.IsFinite(epsilon) && epsilon >= 0, nameof(epsilon), "finite and at least 0");
        this.weightDecay = InRange(weightDecay, double.IsFinite(weightDecay) && weightDecay >= 0, nameof(weightDecay), "finite and at least 0");
    }

    /// <summary>Steps that were begun: 0 at first.</summary>
    public int Steps { get; private set; }

    /// <summary>Begins a step: the tensors that are updated next belong to it.</summary>
    public void NextStep()
    {
        Steps = checked(Steps + 1);
        beta1Power *= beta1;
        beta2Power *= beta2;
    }

    /// <summary>Goes on where another optimizer was after so many steps, with the moments that it left.</summary>
    /// <param name="steps">Its <see cref="Steps"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is negative.</exception>
    public void Resume(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        (Steps, beta1Power, beta2Power) = (0, 1, 1);
        while (Steps < steps)
        {
            NextStep();
        }
    }

    /// <summary>
    /// One tensor's part of the step: m ← β1 · m + (1 − β1) · g, v ← β2 · v + (1 − β2) · g², weight ← (1 − η · λ) · weight − η · (m / (1 − β1^t)) / (√(v / (1 − β2^t)) + ε).
    /// A gradient that is not finite makes its weight so: see <see cref="GradientNorm"/>.
    /// </summary>
    /// <param name="weights">The tensor, changed in place.</param>
    /// <param name="gradients">g: as many.</param>
    /// <param name="means">m, the gradients' running means: as many, zeros before the first step.</param>
    /// <param name="squares">v, the running means of their squares: as many, zeros before the first step.</param>
    /// <param name="learningRate">η: finite and at least 0, such as that of a <see cref="LearningRateSchedule"/>.</param>
    /// <param name="decays">Whether these weights decay; those of norms and biases usually do not.</param>
    /// <exception cref="ArgumentException">A span is longer or shorter than the weights, or two of those that are written overlap something.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or NaN.</exception>
    /// <exception cref="InvalidOperationException">No step has begun.</exception>
    public void Update(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares, float learningRate, bool decays = true)
    {
        if (Steps == 0)
        {
            throw new InvalidOperationException($"No step has begun; call {nameof(NextStep)} before the first tensor of each.");
        }

        InRange(learningRate, float.IsFinite(learningRate) && learningRate >= 0, nameof(learningRate), "finite and at least 0");
        SpanShape.Exactly(gradients.Length, weights.Length, nameof(gradients), "weights");
        SpanShape.Exactly(means.Length, weights.Length, nameof(means), "weights");
        SpanShape.Exactly(squares.Length, weights.Length, nameof(squares), "weights");
        SpanShape.Disjoint(weights, weights.Length, gradients, nameof(weights), nameof(gradients));
        SpanShape.Disjoint(means, weights.Length, gradients, nameof(means), nameof(gradients));
        SpanShape.Disjoint(squares, weights.Length, gradients, nameof(squares), nameof(gradients));
        SpanShape.Disjoint(weights, weights.Length, means, nameof(weights), nameof(means));
        SpanShape.Disjoint(weights, weights.Length, squares, nameof(weights), nameof(squares));
        SpanShape.Disjoint(means, weights.Length, squares, nameof(means), nameof(squares));

        Coefficients coefficients = new(
            (float)(1 - beta1),
            (float)beta2,
            (float)(1 - beta2),
            (float)(1 / Math.Sqrt(1 - beta2Power)),
            epsilon,
            (float)(decays ? 1 - (learningRate * weightDecay) : 1),
            (float)(-learningRate / (1 - beta1Power)));
        Step(weights, gradients, means, squares, coefficients);
    }

    private static void Step(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares, in Coefficients coefficients)
    {
        int whole = weights.Length - (weights.Length % Padded);
        StepWhole(ref MemoryMarshal.GetReference(weights), ref MemoryMarshal.GetReference(gradients), ref MemoryMarshal.GetReference(means), ref MemoryMarshal.GetReference(squares), whole, coefficients);
        if (whole == weights.Length)
        {
            return;
        }

        // What fills no vector goes through one beside the spans.
        Span<float> rest = stackalloc float[4 * Padded];
        rest.Clear();
        weights[whole..].CopyTo(rest);
        gradients[whole..].CopyTo(rest[Padded..]);
        means[whole..].CopyTo(rest[(2 * Padded)..]);
        squares[whole..].CopyTo(rest[(3 * Padded)..]);
        StepWhole(ref rest[0], ref rest[Padded], ref rest[2 * Padded], ref rest[3 * Padded], Padded, coefficients);
        int count = weights.Length - whole;
        rest[..count].CopyTo(weights[whole..]);
        rest.Slice(2 * Padded, count).CopyTo(means[whole..]);
        rest.Slice(3 * Padded, count).CopyTo(squares[whole..]);
    }

    private static void StepWhole(ref float weights, ref float gradients, ref float means, ref float squares, int length, in Coefficients coefficients)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Step<Lanes512, Vector512<float>>(ref weights, ref gradients, ref means, ref squares, length, coefficients);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Step<Lanes256, Vector256<float>>(ref weights, ref gradients, ref means, ref squares, length, coefficients);
        }
        else
        {
            Step<Lanes128, Vector128<float>>(ref weights, ref gradients, ref means, ref squares, length, coefficients);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step<TLanes, TVector>(ref float weights, ref float gradients, ref float means, ref float squares, int length, in Coefficients coefficients)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector newMean = TLanes.Fill(coefficients.NewMean);
        TVector oldSquare = TLanes.Fill(coefficients.OldSquare);
        TVector newSquare = TLanes.Fill(coefficients.NewSquare);
        TVector unbiased = TLanes.Fill(coefficients.RootFactor);
        TVector least = TLanes.Fill(coefficients.Epsilon);
        TVector kept = TLanes.Fill(coefficients.Kept);
        TVector rate = TLanes.Fill(coefficients.Rate);
        for (int x = 0; x < length; x += TLanes.Count)
        {
            TVector gradient = TLanes.Load(ref gradients, x);
            TVector mean = TLanes.Load(ref means, x);
            mean = TLanes.MultiplyAdd(newMean, TLanes.Subtract(gradient, mean), mean);
            TLanes.Store(mean, ref means, x);

            TVector square = TLanes.MultiplyAdd(TLanes.Multiply(newSquare, gradient), gradient, TLanes.Multiply(oldSquare, TLanes.Load(ref squares, x)));
            TLanes.Store(square, ref squares, x);

            TVector step = TLanes.Divide(mean, TLanes.MultiplyAdd(TLanes.SquareRoot(square), unbiased, least));
            TLanes.Store(TLanes.MultiplyAdd(rate, step, TLanes.Multiply(TLanes.Load(ref weights, x), kept)), ref weights, x);
        }
    }

    private static double InRange(double value, bool isInRange, string name, string range) => isInRange
        ? value
        : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {range}."));

    /// <summary>The numbers of one step, each rounded once from doubles.</summary>
    /// <param name="NewMean">1 − β1.</param>
    /// <param name="OldSquare">β2.</param>
    /// <param name="NewSquare">1 − β2.</param>
    /// <param name="RootFactor">1 / √(1 − β2^t).</param>
    /// <param name="Epsilon">ε.</param>
    /// <param name="Kept">1 − η · λ.</param>
    /// <param name="Rate">−η / (1 − β1^t).</param>
    private readonly record struct Coefficients(float NewMean, float OldSquare, float NewSquare, float RootFactor, float Epsilon, float Kept, float Rate);
}
